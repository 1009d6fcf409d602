#include "base/text.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace sightmark {
namespace {

TEST(Grouped, SetsThousandsApart) {
  EXPECT_EQ(grouped(std::size_t{0}), "0");
  EXPECT_EQ(grouped(std::size_t{999}), "999");
  EXPECT_EQ(grouped(std::size_t{1000}), "1,000");
  EXPECT_EQ(grouped(std::size_t{1234567}), "1,234,567");
}

TEST(Grouped, LeavesDecimalsAlone) {
  EXPECT_EQ(grouped(1234.56789, 4), "1,234.5679");
  EXPECT_EQ(grouped(0.5, 1), "0.5");
}

TEST(Grouped, KeepsTheSignApart) {
  EXPECT_EQ(grouped(-123.0, 0), "-123");
  EXPECT_EQ(grouped(-1234.5, 1), "-1,234.5");
}

TEST(Exact, ReadsBackAsTheSameNumber) {
  for (const double value : {0.1, 1.0 / 3, 1e22, 5e-324, 12345.678}) {
    EXPECT_EQ(std::strtod(exact(value).c_str(), nullptr), value);
  }
}

TEST(Exact, IsAsShortAsItCanBe) { EXPECT_EQ(exact(0.1), "0.1"); }

TEST(Exact, OfNothingIsEmpty) { EXPECT_EQ(exact(std::nullopt), ""); }

TEST(Counted, TakesThePluralButForOne) {
  EXPECT_EQ(counted(0, "run"), "0 runs");
  EXPECT_EQ(counted(1, "run"), "1 run");
  EXPECT_EQ(counted(1200, "run"), "1,200 runs");
}

}  // namespace
}  // namespace sightmark
