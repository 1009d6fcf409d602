#include "stats/pareto.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

using Points = std::vector<std::vector<double>>;
using Indexes = std::vector<std::size_t>;

TEST(ParetoFront, OfNothingIsEmpty) { EXPECT_TRUE(pareto_front({}).empty()); }

TEST(ParetoFront, HasThePointsThatNoneBeats) {
  EXPECT_EQ(pareto_front(Points{{3, 1}, {2, 2}, {3, 2}, {1, 4}, {1, 5}}), (Indexes{0, 1, 3}));
}

TEST(ParetoFront, HasBothOfTwoThatAreEqual) {
  EXPECT_EQ(pareto_front(Points{{1, 2}, {1, 2}, {2, 2}}), (Indexes{0, 1}));
}

TEST(ParetoFront, OfThreeObjectivesComparesAll) {
  EXPECT_EQ(pareto_front(Points{{1, 1, 9}, {2, 2, 1}, {2, 2, 2}}), (Indexes{0, 1}));
}

}  // namespace
}  // namespace sightmark
