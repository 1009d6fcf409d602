#include "stats/robust.h"

#include <gtest/gtest.h>

#include <vector>

namespace sightmark {
namespace {

TEST(RobustLine, GoesThroughPointsOnALine) {
  const std::vector<double> x = {1, 2, 5, 9}, y = {5, 7, 13, 21};
  const auto line = robust_line(x, y);
  ASSERT_TRUE(line);
  EXPECT_DOUBLE_EQ(line->slope, 2);
  EXPECT_DOUBLE_EQ(line->intercept, 3);
}

TEST(RobustLine, IsNotMovedByAFewOutliers) {
  std::vector<double> x, y;
  for (int i = 0; i < 40; ++i) {
    x.push_back(i);
    y.push_back(i % 5 == 0 ? 1e6 : 3 + 2 * i);
  }
  const auto line = robust_line(x, y);
  ASSERT_TRUE(line);
  EXPECT_NEAR(line->slope, 2, 1e-9);
  EXPECT_NEAR(line->intercept, 3, 1e-9);
}

TEST(RobustLine, IsTheMedianOfSlopesAndOfRests) {
  const std::vector<double> x = {0, 1, 2, 2}, y = {0, 4, 2, 8};
  // Slopes: 4, 1, 4, -2, 4 (the last two points have the same x). Rests: 0, 0, -6, 0.
  const auto line = robust_line(x, y);
  ASSERT_TRUE(line);
  EXPECT_DOUBLE_EQ(line->slope, 4);
  EXPECT_DOUBLE_EQ(line->intercept, 0);
}

TEST(RobustLine, NeedsTwoDifferentX) {
  EXPECT_FALSE(robust_line({}, {}));
  EXPECT_FALSE(robust_line(std::vector<double>{1, 1}, std::vector<double>{2, 3}));
}

}  // namespace
}  // namespace sightmark
