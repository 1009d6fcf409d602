#include "stats/robust.h"

#include <gtest/gtest.h>

#include <vector>

namespace sightmark {
namespace {

using Differences = std::vector<double>;

TEST(SignedRankTest, WithoutAnyDifferenceIsNothing) {
  EXPECT_FALSE(signed_rank_test({}));
  EXPECT_FALSE(signed_rank_test(Differences{0, 0}));
}

// All of n to one side: 2 of 2^n ways.
TEST(SignedRankTest, OfDifferencesToOneSideIsExact) {
  const auto result = signed_rank_test(Differences{1, 2, 3, 4, 5, 0});
  EXPECT_EQ(result->pair_count, 5u);
  EXPECT_EQ(result->positive_rank_sum, 15);
  EXPECT_DOUBLE_EQ(result->p_value, 2.0 / 32);
  EXPECT_DOUBLE_EQ(signed_rank_test(Differences{-1, -2, -3, -4, -5})->p_value, 2.0 / 32);
}

// Rank sums of 1 to 4 up to 2: {}, {1}, {2}: 3 ways of 16.
TEST(SignedRankTest, CountsAllWaysToGiveSigns) {
  const auto result = signed_rank_test(Differences{5, -2, 7, 9});
  EXPECT_EQ(result->positive_rank_sum, 9);
  EXPECT_DOUBLE_EQ(result->p_value, 2 * 2.0 / 16);
  EXPECT_DOUBLE_EQ(signed_rank_test(Differences{1, -2, 7, 9})->p_value, 2 * 3.0 / 16);
}

// Sizes 1 1 2 have ranks 1.5 1.5 3; sums up to 1.5: {}, {1.5}, {1.5}: 3 ways of 8.
TEST(SignedRankTest, GivesTiesTheirMeanRank) {
  const auto result = signed_rank_test(Differences{-1, 1, 2});
  EXPECT_EQ(result->positive_rank_sum, 4.5);
  EXPECT_DOUBLE_EQ(result->p_value, 2 * 3.0 / 8);
}

TEST(SignedRankTest, OfBalancedDifferencesIsOne) {
  EXPECT_EQ(signed_rank_test(Differences{1, -1, 2, -2})->p_value, 1);
}

// Ranks 1 to 60, every third negative: W+ = 1200 of a mean of 915 with variance 18452.5;
// z = 284.5 / 135.840.
TEST(SignedRankTest, OfManyPairsIsNormal) {
  Differences differences;
  for (int i = 1; i <= 60; ++i) differences.push_back(i % 3 == 0 ? -i : i);
  const auto result = signed_rank_test(differences);
  EXPECT_EQ(result->positive_rank_sum, 1200);
  EXPECT_NEAR(result->p_value, 0.036222, 1e-5);
}

}  // namespace
}  // namespace sightmark
