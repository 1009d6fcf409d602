#include "stats/quantile.h"

#include <gtest/gtest.h>

#include <vector>

namespace sightmark {
namespace {

using Samples = std::vector<double>;

TEST(Mean, OfNothingIsNothing) { EXPECT_EQ(mean({}), std::nullopt); }

TEST(Mean, IsTheSumOverTheCount) { EXPECT_DOUBLE_EQ(*mean(Samples{1, 2, 6}), 3); }

TEST(Distribution, OfNothingIsNothing) { EXPECT_FALSE(distribution({})); }

TEST(Distribution, OfOneSampleHasNoSpread) {
  const Distribution one = *distribution(Samples{5});
  EXPECT_EQ(one.count, 1u);
  EXPECT_EQ(one.sd, 0);
  EXPECT_EQ(one.min, 5);
  EXPECT_EQ(one.p99, 5);
  EXPECT_EQ(one.low_whisker, 5);
  EXPECT_EQ(one.high_whisker, 5);
}

// Sorted: 1 1 2 3 3 4 5 5 6 9; sum 39; squares about 3.9: 54.9, over 10, so sd = sqrt(5.49).
// Ranks: 9p = 2.25, 4.5, 6.75, 8.1, 8.55, 8.91.
TEST(Distribution, EqualsNumbersComputedByHand) {
  const Distribution d = *distribution(Samples{3, 1, 4, 1, 5, 9, 2, 6, 5, 3});
  EXPECT_EQ(d.count, 10u);
  EXPECT_DOUBLE_EQ(d.mean, 3.9);
  EXPECT_DOUBLE_EQ(d.sd, 2.3430749027719964);
  EXPECT_DOUBLE_EQ(d.min, 1);
  EXPECT_DOUBLE_EQ(d.q1, 2.25);
  EXPECT_DOUBLE_EQ(d.median, 3.5);
  EXPECT_DOUBLE_EQ(d.q3, 5);
  EXPECT_DOUBLE_EQ(d.p90, 6.3);
  EXPECT_DOUBLE_EQ(d.p95, 7.65);
  EXPECT_DOUBLE_EQ(d.p99, 8.73);
  EXPECT_DOUBLE_EQ(d.max, 9);
  EXPECT_DOUBLE_EQ(d.low_whisker, 1);
  EXPECT_DOUBLE_EQ(d.high_whisker, 9);  // 5 + 1.5 x 2.75 = 9.125
}

TEST(Distribution, WhiskersStopBeforeOutliers) {
  const Distribution d = *distribution(Samples{10, 11, 12, 13, 14, 100});
  EXPECT_DOUBLE_EQ(d.q1, 11.25);
  EXPECT_DOUBLE_EQ(d.q3, 13.75);
  EXPECT_DOUBLE_EQ(d.low_whisker, 10);   // 11.25 - 1.5 x 2.5 = 7.5
  EXPECT_DOUBLE_EQ(d.high_whisker, 14);  // 13.75 + 1.5 x 2.5 = 17.5
  EXPECT_DOUBLE_EQ(d.max, 100);
}

TEST(Distribution, WhiskersNeverLieWithinTheBox) {
  // Both interpolated quartiles lie beyond the outermost samples within reach of the box.
  const Distribution d = *distribution(Samples{0, 0, 0, 0, 100});
  EXPECT_LE(d.low_whisker, d.q1);
  EXPECT_GE(d.high_whisker, d.q3);
}

TEST(VariationPercent, IsTheSpreadRelativeToTheMean) {
  EXPECT_DOUBLE_EQ(*variation_percent(*distribution(Samples{8, 12})), 20);  // sd 2, mean 10
}

TEST(VariationPercent, OfMeanZeroIsNothing) {
  EXPECT_EQ(variation_percent(*distribution(Samples{-1, 1})), std::nullopt);
}

}  // namespace
}  // namespace sightmark
