#include "stats/interval.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

TEST(CoveredLength, OfNothingIsZero) { EXPECT_EQ(covered_length({}), 0); }

TEST(CoveredLength, CountsOverlapsOnceAndGapsNever) {
  EXPECT_EQ(covered_length({{5, 6}, {0, 2}, {1, 3}, {1, 2}}), 4);
  EXPECT_EQ(covered_length({{-3, -1}, {-2, 0}}), 3);
}

}  // namespace
}  // namespace sightmark
