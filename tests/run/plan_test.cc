#include "run/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>

namespace sightmark {
namespace {

TEST(Plan, HoldsEveryTrialOnce) {
  const auto plan = make_plan(7, 5, 3, 1);
  std::set<std::tuple<std::size_t, std::size_t, std::int64_t>> seen;
  for (const PlannedTrial& t : plan) seen.emplace(t.image_index, t.task_index, t.repeat_index);
  EXPECT_EQ(plan.size(), 105u);
  EXPECT_EQ(seen.size(), 105u);
  EXPECT_EQ(*seen.rbegin(), std::make_tuple(6u, 4u, 2));
}

TEST(Plan, IsTheSameForTheSameSeed) {
  EXPECT_EQ(make_plan(50, 5, 1, 42), make_plan(50, 5, 1, 42));
  EXPECT_NE(make_plan(50, 5, 1, 42), make_plan(50, 5, 1, 43));
}

// A resumed run, perhaps with another build, must find its plan again: this order may not change.
TEST(Plan, StaysWhatItWasInEarlierVersions) {
  const std::vector<PlannedTrial> expected = {{1, 0, 0}, {0, 1, 0}, {0, 0, 0}, {1, 1, 0}};
  EXPECT_EQ(make_plan(2, 2, 1, 0), expected);
}

TEST(Plan, IsWellMixed) {
  const auto plan = make_plan(1000, 1, 1, 5);
  double distance = 0;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    distance += std::abs(static_cast<double>(plan[i].image_index) - static_cast<double>(i));
  }
  EXPECT_NEAR(distance / 1000, 333, 30);  // of two random places in 1,000
}

TEST(Plan, OfNothingIsEmpty) { EXPECT_TRUE(make_plan(0, 5, 1, 0).empty()); }

TEST(ArrivalGaps, AreExponentialAroundTheRate) {
  auto gaps = arrival_gaps_s(20'000, 4, 9);
  EXPECT_NEAR(std::accumulate(gaps.begin(), gaps.end(), 0.0) / 20'000, 0.25, 0.01);
  std::sort(gaps.begin(), gaps.end());
  EXPECT_GE(gaps.front(), 0);
  EXPECT_NEAR(gaps[10'000], 0.25 * 0.6931, 0.01);  // the median is ln 2 of the mean
}

TEST(ArrivalGaps, AreTheSameForTheSameSeed) {
  EXPECT_EQ(arrival_gaps_s(10, 4, 9), arrival_gaps_s(10, 4, 9));
  EXPECT_NE(arrival_gaps_s(10, 4, 9), arrival_gaps_s(10, 4, 10));
}

}  // namespace
}  // namespace sightmark
