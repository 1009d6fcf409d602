#include "stats/quantile.h"

#include <gtest/gtest.h>

#include <vector>

namespace sightmark {
namespace {

using Samples = std::vector<double>;

TEST(Quantile, OfNothingIsNothing) { EXPECT_EQ(quantile({}, 0.5), std::nullopt); }

TEST(Quantile, OfOneSampleIsThatSample) {
  for (const double p : {0.0, 0.3, 1.0}) EXPECT_EQ(quantile(Samples{7}, p), 7);
}

TEST(Quantile, LiesBetweenNeighboursInProportion) {
  // Type 7: the rank is p (n - 1), so 0.9 of 4 samples is rank 2.7, seven tenths from 3 to 4.
  EXPECT_DOUBLE_EQ(*quantile(Samples{1, 2, 3, 4}, 0.9), 3.7);
  EXPECT_DOUBLE_EQ(*quantile(Samples{1, 2, 3, 4}, 0.5), 2.5);
  EXPECT_DOUBLE_EQ(*quantile(Samples{1, 2, 3, 4}, 0.25), 1.75);
}

TEST(Quantile, DoesNotDependOnTheOrderOfTheSamples) {
  EXPECT_EQ(quantile(Samples{4, 1, 3, 2}, 0.9), quantile(Samples{1, 2, 3, 4}, 0.9));
}

TEST(Quantile, AtTheEndsIsTheSmallestAndTheLargest) {
  EXPECT_EQ(quantile(Samples{5, -2, 9}, 0), -2);
  EXPECT_EQ(quantile(Samples{5, -2, 9}, 1), 9);
}

TEST(Quantile, LeavesTheSamplesAsTheyAre) {
  const Samples samples{3, 1, 2};
  (void)quantile(samples, 0.5);
  EXPECT_EQ(samples, (Samples{3, 1, 2}));
}

TEST(Quantile, OfEqualSamplesIsExactlyThatValue) {
  EXPECT_EQ(quantile(Samples(11, 0.1), 0.37), 0.1);
}

TEST(Quantile, OfHugeSamplesDoesNotOverflow) {
  EXPECT_DOUBLE_EQ(*quantile(Samples{-1e308, 1e308}, 0.5), 0);
}

}  // namespace
}  // namespace sightmark
