#include "telemetry/series.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace sightmark {
namespace {

Instant at(double seconds) {
  return Instant() + std::chrono::duration_cast<Instant::duration>(
                         std::chrono::duration<double>(1000 + seconds));
}

using Values = std::vector<TimedValue>;

PowerSummary summary(const Values& watts, double from, double to) {
  return power_summary(watts, at(from), at(to));
}

std::optional<double> counted(const Values& joules, double from, double to) {
  return counter_energy(joules, at(from), at(to));
}

constexpr double kTiny = 1e-6;

TEST(PowerSummary, AddsTrapezoids) {
  const Values ramp = {{at(0), 10}, {at(1), 20}, {at(2), 40}};
  const PowerSummary found = summary(ramp, 0, 2);
  EXPECT_NEAR(*found.energy_j, 15 + 30, kTiny);
  EXPECT_NEAR(*found.mean_w, 22.5, kTiny);
  EXPECT_EQ(found.peak_w, 40);
  EXPECT_EQ(found.min_w, 10);
  EXPECT_EQ(found.sample_count, 3u);
}

TEST(PowerSummary, InterpolatesAtBothEdges) {
  const Values ramp = {{at(0), 0}, {at(1), 10}, {at(2), 20}, {at(3), 30}};
  const PowerSummary found = summary(ramp, 0.5, 2.5);  // 5 W to 25 W, straight
  EXPECT_NEAR(*found.energy_j, 2 * 15, kTiny);
  EXPECT_NEAR(*found.mean_w, 15, kTiny);
  EXPECT_EQ(found.sample_count, 2u);
  EXPECT_EQ(found.peak_w, 20);  // of the samples, not of the edges
  EXPECT_EQ(found.min_w, 10);
}

TEST(PowerSummary, WeighsUnevenSamplesByTheirTime) {
  const Values uneven = {{at(0), 100}, {at(0.1), 100}, {at(0.2), 100}, {at(2.2), 0}};
  EXPECT_NEAR(*summary(uneven, 0, 2.2).mean_w, (20.0 + 100) / 2.2, kTiny);
}

TEST(PowerSummary, OfWindowsAddsUp) {
  const Values uneven = {{at(0), 3}, {at(0.4), 50}, {at(0.7), 8}, {at(1.1), 21}, {at(2), 34}};
  EXPECT_NEAR(*summary(uneven, 0, 0.9).energy_j + *summary(uneven, 0.9, 2).energy_j,
              *summary(uneven, 0, 2).energy_j, kTiny);
}

TEST(PowerSummary, HoldsTheOutermostSamples) {
  const Values constant = {{at(1), 10}, {at(2), 20}};
  EXPECT_NEAR(*summary(constant, 0.5, 2.25).energy_j, 5 + 15 + 5, kTiny);
}

TEST(PowerSummary, OfFewerThanTwoSamplesHasNoEnergy) {
  const Values three = {{at(0), 10}, {at(1), 20}, {at(2), 30}};
  const PowerSummary one = summary(three, 0.9, 1.1);
  EXPECT_EQ(one.sample_count, 1u);
  EXPECT_FALSE(one.energy_j);
  EXPECT_FALSE(one.mean_w);
  EXPECT_EQ(one.peak_w, 20);
  const PowerSummary none = summary(three, 1.2, 1.4);
  EXPECT_EQ(none.sample_count, 0u);
  EXPECT_FALSE(none.energy_j || none.mean_w || none.peak_w || none.min_w);
  EXPECT_FALSE(summary({}, 0, 1).energy_j);
}

TEST(PowerSummary, KnowsNoEnergyOverAGapAboveThreeSeconds) {
  EXPECT_TRUE(summary({{at(0), 10}, {at(3), 10}}, 0, 3).energy_j);
  EXPECT_FALSE(summary({{at(0), 10}, {at(3.01), 10}}, 0, 3.01).energy_j);
  EXPECT_FALSE(summary({{at(0), 1}, {at(0.1), 1}, {at(4), 1}, {at(4.1), 1}}, 0, 4.1).energy_j);
}

TEST(PowerSummary, KnowsNoEnergyWhereAnEdgeIsInAGap) {
  const Values values = {{at(0), 10}, {at(4), 10}, {at(5), 10}, {at(9), 10}};
  EXPECT_FALSE(summary(values, 3.9, 5).energy_j);
  EXPECT_FALSE(summary(values, 4, 5.1).energy_j);
  EXPECT_TRUE(summary(values, 4, 5).energy_j);
  EXPECT_FALSE(summary({{at(4), 10}, {at(5), 10}}, 0.9, 5).energy_j);  // nothing held that long
  EXPECT_FALSE(summary({{at(4), 10}, {at(5), 10}}, 4, 8.1).energy_j);
}

TEST(PowerSummary, OfAnEmptyWindowIsNothing) {
  const Values values = {{at(0), 10}, {at(1), 10}};
  EXPECT_FALSE(summary(values, 1, 1).energy_j);
  EXPECT_FALSE(summary(values, 1, 0).energy_j);
}

TEST(CounterEnergy, InterpolatesTheCounterAtTheEdges) {
  const Values counter = {{at(0), 100}, {at(1), 110}, {at(2), 130}, {at(3), 170}};
  EXPECT_NEAR(*counted(counter, 1, 2), 20, kTiny);
  EXPECT_NEAR(*counted(counter, 0.5, 2.25), 140 - 105, kTiny);
}

TEST(CounterEnergy, GoesOnBeyondTheOutermostSamples) {
  const Values counter = {{at(1), 100}, {at(2), 110}, {at(3), 140}};
  EXPECT_NEAR(*counted(counter, 0.5, 3.1), 143 - 95, kTiny);
}

TEST(CounterEnergy, NeedsTwoSamplesInTheWindow) {
  const Values counter = {{at(0), 100}, {at(1), 110}, {at(2), 130}};
  EXPECT_FALSE(counted(counter, 0.9, 1.1));
  EXPECT_FALSE(counted({}, 0, 1));
  EXPECT_FALSE(counted(counter, 2, 0));
}

TEST(CounterEnergy, MayHaveGapsWithinButNotAtTheEdges) {
  const Values counter = {{at(0), 0}, {at(1), 10}, {at(9), 90}, {at(10), 100}};
  EXPECT_NEAR(*counted(counter, 0.5, 9.5), 90, kTiny);
  EXPECT_FALSE(counted(counter, 0.5, 8.5));
  EXPECT_FALSE(counted(counter, 0.5, 14));
}

TEST(CounterEnergy, OfACounterThatRanBackwardsIsNothing) {
  EXPECT_FALSE(counted({{at(0), 100}, {at(1), 110}, {at(2), 5}, {at(3), 200}}, 0, 3));
}

TEST(Series, KeepsTheLatest) {
  Series series(3);
  for (int i = 0; i < 100; ++i) {
    series.add({at(i), static_cast<double>(i)});
    ASSERT_EQ(series.values().back().value, i);
    ASSERT_EQ(series.values().size(), std::min<std::size_t>(static_cast<std::size_t>(i) + 1, 3));
  }
  EXPECT_EQ(series.values().front().value, 97);
}

TEST(Series, LeavesOutWhatIsNotLater) {
  Series series(10);
  series.add({at(1), 1});
  series.add({at(1), 2});
  series.add({at(0), 3});
  EXPECT_EQ(series.values().size(), 1u);
}

TEST(Series, KeepsOneValueBeforeWhatItForgets) {
  Series series(100);
  for (int i = 0; i < 50; ++i) series.add({at(i), static_cast<double>(i)});
  series.forget_before(at(40.5));
  EXPECT_EQ(series.values().front().value, 40);
  series.forget_before(at(45));
  EXPECT_EQ(series.values().front().value, 44);
  series.forget_before(at(1000));
  ASSERT_EQ(series.values().size(), 1u);
  EXPECT_EQ(series.values().front().value, 49);
}

// What NVML said of an H100 that idled, multiplied matrices and idled again: docs/power.md.
struct Trace {
  std::vector<TimedValue> instant_w, average_w, energy_j;
};

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
