#include "stats/sort_amounts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "base/random.h"

namespace sightmark {
namespace {

TEST(SortAmounts, OrdersAsStdSortDoes) {
  SplitMix random(7);
  std::vector<double> amounts = {0, -0.0, 1e-300, std::numeric_limits<double>::max(), 3, 3};
  for (int i = 0; i < 1000; ++i) {
    amounts.push_back(static_cast<double>(random.next() % 1'000'000) / 1000);
    amounts.push_back(static_cast<double>(random.next() % 100));
  }
  std::vector<double> expected = amounts;
  std::sort(expected.begin(), expected.end());
  sort_amounts(amounts);
  EXPECT_EQ(amounts, expected);
}

TEST(SortAmounts, KeepsTheOrderOfEqualOnes) {
  std::vector<std::pair<double, int>> items;
  for (int i = 0; i < 300; ++i) items.emplace_back(i % 7 * 1.5, i);
  auto expected = items;
  std::stable_sort(expected.begin(), expected.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  sort_by_amount(std::span(items), [](const auto& item) { return item.first; });
  EXPECT_EQ(items, expected);
}

TEST(SortAmounts, TakesNoneAndOne) {
  std::vector<double> none, one = {4};
  sort_amounts(none);
  sort_amounts(one);
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(one, std::vector<double>{4});
}

}  // namespace
}  // namespace sightmark
