#include "metric/trial_table.h"

#include <gtest/gtest.h>

#include <string>

namespace sightmark {
namespace {

std::string repeated(const std::string& text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

// `count` words that are all different.
std::string words(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += " w" + std::to_string(i);
  return text;
}

TEST(RepetitionLoop, IsNotInOrdinaryText) {
  EXPECT_FALSE(has_repetition_loop("A red kite lies on the green grass beside a wooden bench."));
  EXPECT_FALSE(has_repetition_loop(""));
  EXPECT_FALSE(has_repetition_loop(" \n\t\n "));
  EXPECT_FALSE(has_repetition_loop("one"));
}

TEST(RepetitionLoop, IsAWordThreeTimesInARow) {
  EXPECT_FALSE(has_repetition_loop("very very"));
  EXPECT_TRUE(has_repetition_loop("very very very"));
}

TEST(RepetitionLoop, IsAPhraseOfUpToEightWords) {
  EXPECT_TRUE(has_repetition_loop(repeated("table: 1, vase: 1, ", 3)));
  EXPECT_TRUE(has_repetition_loop(repeated("a b c d e f g h ", 3)));
  EXPECT_FALSE(has_repetition_loop(repeated("a b c d e f g h i ", 3)));
}

TEST(RepetitionLoop, CoversThreeInTenOfTheWords) {
  EXPECT_TRUE(has_repetition_loop("ha ha ha" + words(7)));   // 3 of 10
  EXPECT_FALSE(has_repetition_loop("ha ha ha" + words(8)));  // 3 of 11
}

TEST(RepetitionLoop, MayEndInTheMiddleOfThePhrase) {
  EXPECT_TRUE(has_repetition_loop("Here: " + repeated("red bus, ", 3) + "red"));
}

TEST(RepetitionLoop, IsALineThatStandsThreeTimesAnywhere) {
  EXPECT_TRUE(has_repetition_loop("a dog\n1\na dog\n2\n  a dog\t\n3" + words(40)));
  EXPECT_FALSE(has_repetition_loop("a dog\n1\na dog\n2" + words(40)));
  EXPECT_FALSE(has_repetition_loop("a\n\n\n\n\nb"));  // empty lines are none
}

TEST(RepetitionLoop, TakesLineEndsOfEitherKind) {
  EXPECT_TRUE(has_repetition_loop("a dog\r\nx\r\na dog\r\ny\r\na dog\r\nend"));
}

TEST(RepetitionLoop, WantsTheRepeatsInARow) {
  EXPECT_FALSE(has_repetition_loop("a chair, one bus, a chair, two cats, a chair, six dogs"));
}

TEST(RepetitionLoop, IsFoundInAVeryLongAnswer) {
  EXPECT_TRUE(has_repetition_loop(repeated("vase: 1, ", 200000)));
}

}  // namespace
}  // namespace sightmark
