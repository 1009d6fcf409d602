#include "telemetry/sampler.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/file.h"
#include "fakes/fake_power_meter.h"
#include "fakes/fake_system.h"

namespace sightmark {
namespace {

using namespace std::chrono_literals;

using Meters = std::vector<std::unique_ptr<PowerMeter>>;

template <typename... Meter>
Meters meters_of(std::unique_ptr<Meter>... meter) {
  Meters meters;
  (meters.push_back(std::move(meter)), ...);
  return meters;
}

std::unique_ptr<Sampler> start(Meters meters, SamplerOptions options) {
  auto sampler = Sampler::start(std::move(meters), options);
  EXPECT_TRUE(sampler) << sampler.error().message;
  return std::move(*sampler);
}

// Waits until `is_true`, however long a busy machine takes.
template <typename Condition>
void await(Condition is_true) {
  while (!is_true()) std::this_thread::sleep_for(1ms);
}

std::size_t sample_count(const Sampler& sampler, Instant from) {
  const auto rails = sampler.window(from, now()).rails;
  return rails.empty() ? 0 : rails.front().sample_count;
}

TEST(Sampler, SamplesSteadily) {
  const Instant from = now();
  const auto sampler = start(meters_of(std::make_unique<FakePowerMeter>()), {.sample_hz = 1000});
  await([&] { return sample_count(*sampler, from) >= 20; });
  const TelemetryWindow window = sampler->window(from, now());
  ASSERT_EQ(window.rails.size(), 1u);
  const RailWindow& rail = window.rails[0];
  EXPECT_EQ(rail.source, "fake");
  EXPECT_EQ(rail.rail, "board");
  EXPECT_EQ(rail.scope, PowerScope::GpuBoard);
  EXPECT_DOUBLE_EQ(rail.mean_w.value(), 50);
  EXPECT_EQ(rail.peak_w, 50);
  EXPECT_EQ(rail.min_w, 50);
  EXPECT_FALSE(rail.counter_energy_j);
}

TEST(Sampler, GivesEnergyByTrapezoidsAndByTheCounter) {
  const Instant from = now();
  const auto read = [from] {
    const double elapsed_s = seconds_between(from, now());
    return FakePowerMeter::one_reading(100, 1000 + 100 * elapsed_s)();
  };
  const auto sampler = start(meters_of(std::make_unique<FakePowerMeter>("fake", read)), {});
  sampler->sample_now();
  std::this_thread::sleep_for(20ms);
  sampler->sample_now();
  const Instant to = now();
  const RailWindow rail = sampler->window(from, to).rails.at(0);
  EXPECT_NEAR(rail.energy_j.value(), 100 * seconds_between(from, to), 1e-6);
  EXPECT_TRUE(rail.counter_energy_j);
}

TEST(Sampler, TakesTheMeanFromTheCounterWhereThereIsNoPower) {
  const Instant from = now();
  const auto read = [from] {
    return FakePowerMeter::one_reading(std::nullopt, 30 * seconds_between(from, now()))();
  };
  const auto sampler =
      start(meters_of(std::make_unique<FakePowerMeter>("rapl", read)), {.sample_hz = 1000});
  await([&] {
    return sampler->window(from, now()).rails.size() == 1 &&
           sampler->window(from, now()).rails[0].counter_energy_j;
  });
  const RailWindow rail = sampler->window(from, now()).rails[0];
  EXPECT_GT(rail.mean_w.value(), 0);
  EXPECT_FALSE(rail.energy_j || rail.peak_w);
}

TEST(Sampler, TakesASampleOnDemand) {
  auto meter = std::make_unique<FakePowerMeter>();
  FakePowerMeter& fake = *meter;
  const auto sampler = start(meters_of(std::move(meter)), {.sample_hz = 1});
  await([&] { return fake.read_count >= 1; });
  const Instant from = now();
  sampler->sample_now();
  sampler->sample_now();
  EXPECT_GE(sample_count(*sampler, from), 2u);
}

TEST(Sampler, GoesOnPastAMeterThatFails) {
  const auto broken = [] { return fail("gone"); };
  const Instant from = now();
  const auto sampler = start(meters_of(std::make_unique<FakePowerMeter>("broken", broken),
                                       std::make_unique<FakePowerMeter>("works")),
                             {.sample_hz = 1000});
  await([&] { return sample_count(*sampler, from) >= 3; });
  const TelemetryWindow window = sampler->window(from, now());
  ASSERT_EQ(window.rails.size(), 1u);
  EXPECT_EQ(window.rails[0].source, "works");
  EXPECT_FALSE(sampler->problem());
}

TEST(Sampler, KnowsNoPowerThatIsNotReported) {
  const auto silent = FakePowerMeter::one_reading(std::nullopt, std::nullopt);
  auto meter = std::make_unique<FakePowerMeter>("silent", silent);
  FakePowerMeter& fake = *meter;
  const Instant from = now();
  const auto sampler = start(meters_of(std::move(meter)), {.sample_hz = 1000});
  await([&] { return fake.read_count >= 5; });
  const RailWindow rail = sampler->window(from, now()).rails.at(0);
  EXPECT_EQ(rail.sample_count, 0u);
  EXPECT_FALSE(rail.mean_w || rail.energy_j || rail.counter_energy_j || rail.peak_w || rail.min_w);
}

TEST(Sampler, ReadsMemoryOfTheProcessesThatItWatches) {
  auto meter = std::make_unique<FakePowerMeter>();
  meter->memory = 300;
  meter->utilization = 42;
  const Instant from = now();
  const auto sampler = start(meters_of(std::move(meter)), {.sample_hz = 1});
  await([&] { return sampler->window(from, now()).memory.system_used_mb.has_value(); });
  EXPECT_FALSE(sampler->window(from, now()).memory.engine_mb);
  EXPECT_FALSE(sampler->window(from, now()).memory.gpu_mb);
  sampler->watch({::getpid()});
  await([&] { return sampler->window(from, now()).memory.engine_mb.has_value(); });
  const TelemetryWindow window = sampler->window(from, now());
  EXPECT_GT(*window.memory.engine_mb, 1);
  EXPECT_EQ(window.memory.engine_peak_mb, window.memory.engine_mb);
  EXPECT_EQ(window.memory.gpu_mb, 300);
  EXPECT_GT(window.memory.system_available_mb.value(), 0);
  EXPECT_EQ(window.gpu_utilization_percent, 42);
}

TEST(Sampler, LeavesGpusOutThatTheEngineDoesNotUse) {
  auto idle = std::make_unique<FakePowerMeter>("idle"),
       used = std::make_unique<FakePowerMeter>("used");
  used->memory = 300;
  const auto cpu_reading = [] {
    return std::vector<PowerReading>{{"package-0", PowerScope::CpuPackage, 10, std::nullopt}};
  };
  const Instant from = now();
  const auto sampler = start(meters_of(std::move(idle), std::move(used),
                                       std::make_unique<FakePowerMeter>("rapl", cpu_reading)),
                             {.sample_hz = 1000});
  await([&] { return sampler->window(from, now()).rails.size() == 3; });
  sampler->watch({::getpid()});
  await([&] { return sampler->window(from, now()).memory.gpu_mb.has_value(); });
  const TelemetryWindow window = sampler->window(from, now());
  ASSERT_EQ(window.rails.size(), 2u);
  EXPECT_EQ(window.rails[0].source, "used");
  EXPECT_EQ(window.rails[1].source, "rapl");
}

TEST(Sampler, MeasuresHowBusyProcessorsWere) {
  const FakeSystem system;
  system.put("proc/stat", "cpu  100 0 0 900 0 0 0 0 0 0\n");
  const Instant from = now();
  const auto sampler = start({}, {.sample_hz = 1000, .proc_root = system.roots().proc});
  await([&] {
    static long busy = 100, idle = 900;
    busy += 3, idle += 1;
    std::ofstream(system / "proc/stat") << "cpu  " << busy << " 0 0 " << idle << " 0 0 0 0 0 0\n";
    return sampler->window(from, now()).cpu_percent.has_value();
  });
  EXPECT_GE(*sampler->window(from, now()).cpu_percent, 0);
  EXPECT_LE(*sampler->window(from, now()).cpu_percent, 100);
}

TEST(Sampler, ForgetsSamplesBeforeAMoment) {
  const Instant from = now();
  const auto sampler = start(meters_of(std::make_unique<FakePowerMeter>()), {.sample_hz = 1000});
  await([&] { return sample_count(*sampler, from) >= 20; });
  const Instant moment = now();
  const std::size_t before = sampler->window(from, moment).rails[0].sample_count;
  sampler->forget_before(moment);
  EXPECT_GE(before, 20u);
  EXPECT_LE(sampler->window(from, moment).rails[0].sample_count, 1u);
}

TEST(Sampler, WritesEverySample) {
  const FakeSystem folder;
  const auto csv = folder / "telemetry.csv";
  {
    const Instant from = now();
    const auto sampler =
        start(meters_of(std::make_unique<FakePowerMeter>()), {.sample_hz = 1000, .csv = csv});
    await([&] { return sample_count(*sampler, from) >= 10; });
  }
  std::istringstream lines(read_file(csv, 1 << 24).value());
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "time_s,source,rail,scope,unit,value");
  std::size_t power_count = 0;
  while (std::getline(lines, line)) {
    EXPECT_EQ(std::count(line.begin(), line.end(), ','), 5) << line;
    power_count += line.ends_with(",fake,board,gpu_board,W,50.000") ? 1 : 0;
  }
  EXPECT_GE(power_count, 10u);
}

TEST(Sampler, WritesWithoutBeingStopped) {
  const FakeSystem folder;
  const auto sampler = start(meters_of(std::make_unique<FakePowerMeter>()),
                             {.sample_hz = 100, .csv = folder / "telemetry.csv"});
  await([&] {
    return read_file(folder / "telemetry.csv", 1 << 24)->find(",fake,board,") != std::string::npos;
  });
}

TEST(Sampler, ReportsAFileThatCannotBeWrittenAndGoesOn) {
  const FakeSystem folder;
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const Instant from = now();
  const auto sampler = start(meters_of(std::make_unique<FakePowerMeter>()),
                             {.sample_hz = 1000, .csv = folder / "telemetry.csv"});
  const rlimit small{100, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  await([&] { return sampler->problem().has_value(); });
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_NE(sampler->problem()->find("telemetry.csv: cannot write"), std::string::npos);
  const std::size_t count = sample_count(*sampler, from);
  await([&] { return sample_count(*sampler, from) > count + 5; });
}

TEST(Sampler, FailsWhereItsFileCannotBeMade) {
  EXPECT_FALSE(Sampler::start({}, {.csv = "/no-folder/telemetry.csv"}));
}

TEST(Sampler, FailsAtARateThatIsNone) {
  for (const double rate : {0.0, -1.0, 0.5, 1001.0, std::nan("")}) {
    EXPECT_FALSE(Sampler::start({}, {.sample_hz = rate})) << rate;
  }
}

TEST(Sampler, MayBeAskedFromManyThreads) {
  const Instant from = now();
  const auto sampler =
      start(meters_of(std::make_unique<FakePowerMeter>("a"), std::make_unique<FakePowerMeter>("b")),
            {.sample_hz = 1000});
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int turn = 0; turn < 50; ++turn) {
          sampler->sample_now();
          EXPECT_EQ(sampler->window(from, now()).rails.size(), 2u);
          sampler->watch({::getpid()});
          sampler->forget_before(now() - 1s);
          EXPECT_GE(sampler->cpu_percent(), 0);
          EXPECT_FALSE(sampler->problem());
        }
      });
    }
  }
  EXPECT_GE(sample_count(*sampler, from), 2u);
}

TEST(Sampler, MeasuresItsCost) {
  std::atomic<bool> is_busy = true;
  const auto costly = [&] {
    const Instant begin = now();
    while (is_busy && now() - begin < 20ms) continue;
    return FakePowerMeter::one_reading(1, std::nullopt)();
  };
  const auto sampler =
      start(meters_of(std::make_unique<FakePowerMeter>("costly", costly)), {.sample_hz = 1000});
  await([&] { return sampler->cpu_percent() > 5; });
  is_busy = false;
}

}  // namespace
}  // namespace sightmark
