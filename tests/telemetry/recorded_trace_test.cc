#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "telemetry/energy.h"

namespace sightmark {
namespace {

// What NVML said of an H100 that idled, multiplied matrices and idled again: docs/power.md.
struct Trace {
  std::vector<TimedValue> instant_w, average_w, energy_j;
};

Instant at(double seconds) {
  return Instant() +
         std::chrono::duration_cast<Instant::duration>(std::chrono::duration<double>(seconds));
}

Trace recorded_trace() {
  Trace trace;
  std::ifstream file(SIGHTMARK_SOURCE_DIR "/tests/data/nvml_h100.csv");
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    double time_s = 0, instant_w = 0, average_w = 0, energy_j = 0;
    EXPECT_EQ(
        std::sscanf(line.c_str(), "%lf,%lf,%lf,%lf", &time_s, &instant_w, &average_w, &energy_j),
        4);
    trace.instant_w.push_back({at(time_s), instant_w});
    trace.average_w.push_back({at(time_s), average_w});
    trace.energy_j.push_back({at(time_s), energy_j});
  }
  return trace;
}

// Energy by trapezoids, in parts of what the counter says.
double share_of_counter(const std::vector<TimedValue>& watts, const Trace& trace, double from_s,
                        double to_s) {
  const auto energy_j = power_summary(watts, at(from_s), at(to_s)).energy_j;
  return energy_j.value() / counter_energy(trace.energy_j, at(from_s), at(to_s)).value();
}

constexpr double kLoadS = 17.7, kGapS = 25.3, kAfterGapS = 32.7, kEndS = 37;

TEST(RecordedTrace, OfInstantsAgreesWithTheCounter) {
  const Trace trace = recorded_trace();
  ASSERT_GT(trace.instant_w.size(), 300u);
  EXPECT_NEAR(share_of_counter(trace.instant_w, trace, 0.5, 9.5), 1, 0.01);     // idle
  EXPECT_NEAR(share_of_counter(trace.instant_w, trace, 19.5, kGapS), 1, 0.02);  // steady load
  EXPECT_NEAR(share_of_counter(trace.instant_w, trace, kLoadS, kGapS), 1, 0.02);
  EXPECT_NEAR(share_of_counter(trace.instant_w, trace, 0.5, kGapS), 1, 0.02);
  EXPECT_NEAR(share_of_counter(trace.instant_w, trace, kAfterGapS, kEndS), 1, 0.02);
}

TEST(RecordedTrace, HasAGapOverWhichOnlyTheCounterKnows) {
  const Trace trace = recorded_trace();
  EXPECT_FALSE(power_summary(trace.instant_w, at(kLoadS), at(kEndS)).energy_j);
  EXPECT_NEAR(counter_energy(trace.energy_j, at(kLoadS), at(kEndS)).value(), 10300, 300);
}

TEST(RecordedTrace, OfMeansLagsBehindTheLoad) {
  const Trace trace = recorded_trace();
  EXPECT_NEAR(share_of_counter(trace.instant_w, trace, kLoadS, kLoadS + 1), 1, 0.07);
  EXPECT_LT(share_of_counter(trace.average_w, trace, kLoadS, kLoadS + 1), 0.75);
}

}  // namespace
}  // namespace sightmark
