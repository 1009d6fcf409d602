#include "telemetry/energy.h"

#include <gtest/gtest.h>

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

TEST(CounterUnwrap, GoesOnWhereTheCounterStartsAgain) {
  CounterUnwrap counter(1000);
  EXPECT_EQ(counter.unwrapped(400), 400u);
  EXPECT_EQ(counter.unwrapped(990), 990u);
  EXPECT_EQ(counter.unwrapped(15), 1015u);
  EXPECT_EQ(counter.unwrapped(15), 1015u);
  EXPECT_EQ(counter.unwrapped(800), 1800u);
  EXPECT_EQ(counter.unwrapped(3), 2003u);
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

}  // namespace
}  // namespace sightmark
