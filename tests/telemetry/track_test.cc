#include "telemetry/track.h"

#include <gtest/gtest.h>

#include "fakes/fake_power_meter.h"
#include "fakes/fake_system.h"

namespace sightmark {
namespace {

Instant at(double seconds) {
  return Instant() +
         std::chrono::duration_cast<Instant::duration>(std::chrono::duration<double>(seconds));
}

TelemetryRows no_rows() { return {Instant(), false}; }

TEST(CpuTime, CountsAllButIdleAndWaiting) {
  const FakeSystem system;
  system.put("proc/stat", "cpu  100 20 30 700 50 4 6 10 99 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
  const auto time = cpu_time(system.roots().proc);
  ASSERT_TRUE(time);
  EXPECT_DOUBLE_EQ(time->busy_s / time->total_s, 170.0 / 920);
}

TEST(CpuTime, IsUnknownWithoutItsLineInStat) {
  const FakeSystem system;
  EXPECT_FALSE(cpu_time(system.roots().proc));
  for (const char* text :
       {"", "cpu \n", "cpu 1 2 3\n", "cpu  1 2 3 4 5 6 7\ncpu0 8", "cpu0 1 2\n"}) {
    system.put("proc/stat", text);
    EXPECT_FALSE(cpu_time(system.roots().proc)) << text;
  }
}

TEST(SystemTrack, HasTheProcessorLoadBetweenTheSamplesThatEncloseTheWindow) {
  SystemTrack track;
  TelemetryRows rows = no_rows();
  track.add(at(0), LoadSample{.cpu = CpuTime{0, 0}}, rows);
  track.add(at(1), LoadSample{.cpu = CpuTime{1, 4}}, rows);
  track.add(at(2), LoadSample{.cpu = CpuTime{4, 8}}, rows);
  track.add(at(3), LoadSample{.cpu = CpuTime{4, 12}}, rows);
  EXPECT_NEAR(track.cpu_percent(at(1), at(1.9)).value(), 75, 1e-9);
  EXPECT_NEAR(track.cpu_percent(at(0.5), at(1.5)).value(), 50, 1e-9);
  EXPECT_NEAR(track.cpu_percent(at(0), at(9)).value(), 100.0 / 3, 1e-9);
  EXPECT_NEAR(track.cpu_percent(at(3.1), at(3.2)).value(), 0, 1e-9);  // between the latest two
}

TEST(SystemTrack, KnowsNoProcessorLoadFromOneSample) {
  SystemTrack track;
  TelemetryRows rows = no_rows();
  EXPECT_FALSE(track.cpu_percent(at(0), at(1)));
  track.add(at(0), LoadSample{.cpu = CpuTime{0, 0}}, rows);
  EXPECT_FALSE(track.cpu_percent(at(0), at(1)));
}

TEST(SystemTrack, HasTheMeanLoadOfTheGpuOrTheLatest) {
  SystemTrack track;
  TelemetryRows rows = no_rows();
  EXPECT_FALSE(track.gpu_percent(at(0), at(1)));
  track.add(at(1), LoadSample{.gpu_percent = 10}, rows);
  track.add(at(2), LoadSample{.gpu_percent = 90}, rows);
  track.add(at(3), LoadSample{.gpu_percent = 70}, rows);
  EXPECT_EQ(track.gpu_percent(at(2), at(3)), 80);
  EXPECT_EQ(track.gpu_percent(at(2.1), at(2.2)), 90);
  EXPECT_EQ(track.gpu_percent(at(0), at(0.5)), std::nullopt);
}

TEST(SystemTrack, HasTheLatestMemoryAndItsPeak) {
  SystemTrack track;
  TelemetryRows rows = no_rows();
  const auto sample = [](double used, double engine, double gpu) {
    return MemorySample{SystemMemory{100, 100 - used},
                        ProcessMemory{engine, ProcessMemoryKind::Pss},
                        {1, std::nullopt, gpu - 1}};
  };
  track.add(at(1), sample(50, 9, 3), rows);
  track.add(at(2), sample(80, 7, 5), rows);
  track.add(at(3), sample(60, 8, 4), rows);
  track.add(at(4), sample(90, 99, 99), rows);
  const MemoryWindow window = track.memory(at(2), at(3.5));
  EXPECT_EQ(window.system_used_mb, 60);
  EXPECT_EQ(window.system_available_mb, 40);
  EXPECT_EQ(window.system_peak_mb, 80);
  EXPECT_EQ(window.engine_mb, 8);
  EXPECT_EQ(window.engine_peak_mb, 8);
  EXPECT_EQ(window.gpu_mb, 4);
  EXPECT_EQ(window.gpu_peak_mb, 5);
  EXPECT_FALSE(track.memory(at(0), at(0.5)).system_used_mb);
}

TEST(SystemTrack, TakesTheEnginesRssWithoutPss) {
  SystemTrack track;
  TelemetryRows rows(Instant(), true);
  track.add(at(1), MemorySample{.engine = ProcessMemory{5, ProcessMemoryKind::Rss}}, rows);
  EXPECT_EQ(track.memory(at(0), at(2)).engine_mb, 5);
  EXPECT_EQ(rows.take(), "1.000000,memory,engine_rss,,MB,5.000\n");
}

TEST(GpuUtilization, IsOfTheEnginesGpusWhereTheyAreKnown) {
  Meters meters;
  for (const std::optional<double> percent : {std::optional(10.0), std::optional(90.0), {}}) {
    auto meter = std::make_unique<FakePowerMeter>();
    meter->utilization = percent;
    meters.push_back(std::move(meter));
  }
  EXPECT_EQ(gpu_utilization_percent(meters, {false, false, false}), 50);
  EXPECT_EQ(gpu_utilization_percent(meters, {false, true, false}), 90);
  EXPECT_EQ(gpu_utilization_percent(meters, {false, false, true}), std::nullopt);
  EXPECT_EQ(gpu_utilization_percent({}, {}), std::nullopt);
}

}  // namespace
}  // namespace sightmark
