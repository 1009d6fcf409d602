#include "base/optional_number.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

TEST(OptionalNumber, IsAbsentUntilItIsSet) {
  OptionalNumber number;
  EXPECT_FALSE(number.has_value());
  EXPECT_EQ(number, std::nullopt);
  EXPECT_EQ(number.value_or(7), 7);
  number = 0.0;
  EXPECT_TRUE(number.has_value());
  EXPECT_EQ(*number, 0);
  EXPECT_EQ(number.value_or(7), 0);
  number = std::nullopt;
  EXPECT_FALSE(number);
}

TEST(OptionalNumber, GoesToAnOptionalAndBack) {
  const std::optional<double> some = OptionalNumber(2.5), none = OptionalNumber();
  EXPECT_EQ(some, 2.5);
  EXPECT_FALSE(none);
  EXPECT_EQ(OptionalNumber(some), 2.5);
  EXPECT_FALSE(OptionalNumber(none));
}

TEST(OptionalNumber, IsEqualWhereBothAreAbsentOrTheSame) {
  EXPECT_TRUE(OptionalNumber() == OptionalNumber());
  EXPECT_TRUE(OptionalNumber(1) == OptionalNumber(1));
  EXPECT_FALSE(OptionalNumber(1) == OptionalNumber(2));
  EXPECT_FALSE(OptionalNumber(0) == OptionalNumber());
}

}  // namespace
}  // namespace sightmark
