#include "record/power_trace.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

TEST(ParsePowerRow, TakesPowerWhateverTheRailIsCalled) {
  const auto row = parse_power_row(R"(1.5,tegrastats,"VDD ""IN"", all",module_input,W,9.125)");
  ASSERT_TRUE(row);
  EXPECT_EQ(row->time_s, 1.5);
  EXPECT_EQ(row->watts, 9.125);
  EXPECT_EQ(row->scope, PowerScope::ModuleInput);
  EXPECT_EQ(row->source, "tegrastats");
  EXPECT_EQ(row->rail, "VDD \"IN\", all");
}

TEST(ParsePowerRow, LeavesOutTheRest) {
  for (const char* line :
       {"time_s,source,rail,scope,unit,value", "1,memory,,,MB,512", "1,nvml,GPU 0,gpu_board,W,",
        "1,nvml,GPU 0,gpu_board,W,nan", "1,nvml,GPU 0,gpu_board,W,-1", "x,nvml,,gpu_board,W,1",
        "1,nvml,GPU 0,no_scope,W,1", "W,1", "", ",,,,,"}) {
    EXPECT_FALSE(parse_power_row(line)) << line;
  }
}

// A run whose telemetry began at 9:00:00 and whose requests of 2 s ended at 9:00:12 and so
// on, one after the other.
class Traced {
 public:
  explicit Traced(std::size_t request_count = 3) {
    for (std::size_t i = 0; i < request_count; ++i) {
      Trial& trial = run_.trials.emplace_back();
      trial.latency_ms = 2000;
      trial.timestamp =
          fmt::format("2026-03-01T09:{:02}:{:02}.5", (12 + 2 * i) / 60, (12 + 2 * i) % 60);
    }
    run_.folder.path = folder_.path();
    run_.meta.telemetry_began = "2026-03-01T09:00:00.500000";
  }

  void write(const char* name, const std::string& text) { std::ofstream(folder_ / name) << text; }
  std::optional<PowerTrace> trace(PowerScope scope = PowerScope::GpuBoard) const {
    return power_trace(run_, scope);
  }
  Run& run() { return run_; }

 private:
  TemporaryFolder folder_;
  Run run_;
};

// Rows at a rate of samples a second from `from_s` to `to_s`, whose power is their time.
std::string rows(double from_s, double to_s, int hz, const char* rail = "GPU 0") {
  std::string text;
  for (int i = 0; from_s + i / static_cast<double>(hz) <= to_s; ++i) {
    const double at_s = from_s + i / static_cast<double>(hz);
    text += fmt::format("{:.6f},nvml,{},gpu_board,W,{:.3f}\n", at_s, rail, at_s);
  }
  return text;
}

TEST(PowerTrace, IsOfTheScopeAroundTheRequestsOnTheirClock) {
  Traced traced;
  traced.write("telemetry.csv", "time_s,source,rail,scope,unit,value\n" + rows(0, 30, 1) +
                                    "31,cpu,,cpu_package,W,5\n");
  const auto trace = traced.trace();
  ASSERT_TRUE(trace);
  ASSERT_EQ(trace->requests.size(), 3u);
  EXPECT_NEAR(trace->requests[0].start_s, 0, 1e-6);
  EXPECT_NEAR(trace->requests[2].end_s, 6, 1e-6);
  ASSERT_EQ(trace->series.size(), 1u);
  const auto& samples = trace->series[0].samples;
  EXPECT_NEAR(samples.front().at_s, -2, 1e-6);  // 8 s on the file's clock
  EXPECT_EQ(samples.front().watts, 8);
  EXPECT_NEAR(samples.back().at_s, 8, 1e-6);
  EXPECT_FALSE(traced.trace(PowerScope::CpuPackage));
  EXPECT_FALSE(traced.trace(PowerScope::Unknown));
}

TEST(PowerTrace, EndsWhereTheRunWasResumed) {
  Traced traced;
  traced.write("telemetry.csv", rows(0, 11, 1) + rows(0, 30, 1));
  EXPECT_NEAR(traced.trace()->series[0].samples.back().at_s, 1, 1e-6);
}

TEST(PowerTrace, KeepsTheExtremesOfManySamples) {
  Traced traced(100);
  std::string text = rows(0, 300, 20);
  text.replace(text.find("\n20.000000,nvml,GPU 0,gpu_board,W,20.000") + 34, 6, "99.000");
  traced.write("telemetry.csv", text);
  const auto trace = traced.trace();
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->requests.size(), PowerTrace::kRequestCount);
  const auto& samples = trace->series[0].samples;
  EXPECT_LE(samples.size(), 502u);
  EXPECT_GE(samples.size(), 490u);
  EXPECT_EQ(std::count_if(samples.begin(), samples.end(),
                          [](const PowerSample& sample) { return sample.watts == 99; }),
            1);
  EXPECT_TRUE(std::is_sorted(samples.begin(), samples.end(),
                             [](const auto& a, const auto& b) { return a.at_s < b.at_s; }));
}

TEST(PowerTrace, HasALineForEachRail) {
  Traced traced;
  traced.write("telemetry.csv", rows(9, 9.5, 4, "GPU 0") + rows(9.6, 12, 4, "GPU 1"));
  ASSERT_EQ(traced.trace()->series.size(), 2u);
  EXPECT_EQ(traced.trace()->series[1].rail, "GPU 1");
}

TEST(PowerTrace, NeedsTheFileAndTheTimes) {
  Traced traced;
  EXPECT_FALSE(traced.trace());
  traced.write("telemetry.csv", rows(0, 30, 1));
  traced.run().meta.telemetry_began = "then";
  EXPECT_FALSE(traced.trace());
  traced.run().meta.telemetry_began = "2026-03-01T09:00:00";
  EXPECT_TRUE(traced.trace());
  for (Trial& trial : traced.run().trials) trial.timestamp.clear();
  EXPECT_FALSE(traced.trace());
}

}  // namespace
}  // namespace sightmark
