#include "stats/bootstrap.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

TEST(CoveredLength, OfNothingIsZero) { EXPECT_EQ(covered_length({}), 0); }

TEST(CoveredLength, CountsOverlapsOnceAndGapsNever) {
  EXPECT_EQ(covered_length({{5, 6}, {0, 2}, {1, 3}, {1, 2}}), 4);
  EXPECT_EQ(covered_length({{-3, -1}, {-2, 0}}), 3);
}

TEST(WilsonInterval, OfNothingIsNothing) { EXPECT_FALSE(wilson_interval(0, 0)); }

// (0.8 + z^2/20 -+ z sqrt(0.016 + z^2/400)) / (1 + z^2/10), with z = 1.959964.
TEST(WilsonInterval, EqualsNumbersComputedByHand) {
  const Interval interval = *wilson_interval(8, 10);
  EXPECT_NEAR(interval.low, 0.490162, 1e-6);
  EXPECT_NEAR(interval.high, 0.943318, 1e-6);
}

// 3.841459 / (n + 3.841459) is what may have been missed.
TEST(WilsonInterval, OfAllOrNoneEndsAtTheBorder) {
  EXPECT_NEAR(wilson_interval(2500, 2500)->low, 0.998466, 1e-6);
  EXPECT_EQ(wilson_interval(2500, 2500)->high, 1);
  EXPECT_EQ(wilson_interval(0, 2500)->low, 0);
  EXPECT_NEAR(wilson_interval(0, 2500)->high, 0.001534, 1e-6);
}

}  // namespace
}  // namespace sightmark
