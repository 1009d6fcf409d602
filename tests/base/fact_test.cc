#include "base/fact.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

const Facts kFacts = {{"threads", std::int64_t{8}},
                      {"gpu_clock_mhz", 1300.5},
                      {"power_mode", std::string("MAXN")},
                      {"gpu_names", std::vector<std::string>{"A", "B"}},
                      {"is_open", true}};

TEST(Fact, OfANumberIsFoundByItsName) {
  EXPECT_EQ(number_of(kFacts, "threads"), 8);
  EXPECT_EQ(number_of(kFacts, "gpu_clock_mhz"), 1300.5);
}

TEST(Fact, OfATextIsFoundByItsName) {
  EXPECT_EQ(text_of(kFacts, "power_mode"), "MAXN");
  EXPECT_EQ(text_of(kFacts, "gpu_names"), "A, B");
}

TEST(Fact, ThatIsMissingOrOfAnotherKindIsNothing) {
  EXPECT_EQ(number_of(kFacts, "power_mode"), std::nullopt);
  EXPECT_EQ(number_of(kFacts, "is_open"), std::nullopt);
  EXPECT_EQ(number_of(kFacts, "slots"), std::nullopt);
  EXPECT_EQ(text_of(kFacts, "threads"), "");
  EXPECT_EQ(text_of(kFacts, "slots"), "");
}

}  // namespace
}  // namespace sightmark
