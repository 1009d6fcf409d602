#include "base/text.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

const std::string kReplaced = "\xEF\xBF\xBD";

TEST(CodePointCount, CountsCharactersNotBytes) {
  EXPECT_EQ(code_point_count(""), 0u);
  EXPECT_EQ(code_point_count("abc"), 3u);
  EXPECT_EQ(code_point_count("é"), 1u);
  EXPECT_EQ(code_point_count("日本"), 2u);
  EXPECT_EQ(code_point_count("\xF0\x9F\x98\x80"), 1u);  // an emoji
  EXPECT_EQ(code_point_count("e\xCC\x81"), 2u);         // a letter and its combining accent
}

TEST(PlainText, LeavesOrdinaryTextAlone) {
  const std::string text = "Ünïcode, 日本語, \xF0\x9F\x98\x80, <b>&amp;\\input{x}`|";
  EXPECT_EQ(plain_text(text), text);
}

TEST(PlainText, ReplacesControlCharacters) {
  EXPECT_EQ(plain_text("a\x1B[31mb"), "a" + kReplaced + "[31mb");
  EXPECT_EQ(plain_text("a\nb\tc\r"), "a" + kReplaced + "b" + kReplaced + "c" + kReplaced);
  EXPECT_EQ(plain_text(std::string_view("\0", 1)), kReplaced);
  EXPECT_EQ(plain_text("\x7F"), kReplaced);
  EXPECT_EQ(plain_text("\xC2\x9B"), kReplaced);  // U+009B starts escape sequences as ESC [ does
}

TEST(PlainText, ReplacesLineSeparators) {
  EXPECT_EQ(plain_text("\xE2\x80\xA8\xE2\x80\xA9"), kReplaced + kReplaced);
}

TEST(PlainText, ReplacesBidirectionalControls) {
  for (const std::string control :
       {"\u200E", "\u200F", "\u061C", "\u202A", "\u202E", "\u2066", "\u2069"}) {
    EXPECT_EQ(plain_text("a" + control + "b"), "a" + kReplaced + "b");
  }
}

TEST(PlainText, ReplacesWhatXmlForbids) {
  EXPECT_EQ(plain_text("\xEF\xBF\xBE\xEF\xBF\xBF"), kReplaced + kReplaced);
}

TEST(PlainText, ReplacesEachInvalidByte) {
  EXPECT_EQ(plain_text("\x80"), kReplaced);                                  // stray
  EXPECT_EQ(plain_text("\xFF"), kReplaced);                                  // never valid
  EXPECT_EQ(plain_text("a\xC3"), "a" + kReplaced);                           // cut off
  EXPECT_EQ(plain_text("\xC0\xAF"), kReplaced + kReplaced);                  // overlong /
  EXPECT_EQ(plain_text("\xE0\x80\xAF"), kReplaced + kReplaced + kReplaced);  // overlong /
  EXPECT_EQ(plain_text("\xED\xA0\x80"), kReplaced + kReplaced + kReplaced);  // surrogate
  EXPECT_EQ(plain_text("\xF4\x90\x80\x80").size(), 4 * kReplaced.size());    // over U+10FFFF
  EXPECT_EQ(plain_text("\xE2\x82z"), kReplaced + kReplaced + "z");           // resumes
}

TEST(PlainText, OfPlainTextIsTheSame) {
  const std::string once = plain_text("\x1B]0;x\a\xFF\u202Eabc");
  EXPECT_EQ(plain_text(once), once);
}

TEST(Shortened, LeavesShortTextAlone) {
  EXPECT_EQ(shortened("abc", 3), "abc");
  EXPECT_EQ(shortened("", 3), "");
}

TEST(Shortened, EndsInAnEllipsisWithinTheLimit) {
  EXPECT_EQ(shortened("abcdef", 4), "abc…");
  EXPECT_EQ(shortened("日本語です", 3), "日本…");
  EXPECT_EQ(shortened("abc", 1), "…");
}

TEST(Wrapped, BreaksAtWhiteSpaceAndKeepsItsLines) {
  EXPECT_EQ(wrapped("one two three", 7, "  "), "  one two\n  three\n");
  EXPECT_EQ(wrapped("a\n\nb  c", 7, ""), "a\n\nb c\n");
  EXPECT_EQ(wrapped("über älter", 4, ""), "über\nälter\n");
  EXPECT_EQ(wrapped("", 7, "  "), "");
  EXPECT_EQ(wrapped("a\x1b[31m", 7, ""), "a\xEF\xBF\xBD[31m\n");
}

TEST(TakeDecimal, TakesTheNumberAndLeavesTheRest) {
  std::string_view text = "-1.5e3 ms";
  EXPECT_EQ(take_decimal(text), -1.5);
  EXPECT_EQ(text, "e3 ms");
  for (const std::string_view none : {"", " 1", "+1", "nan", "inf", "x1"}) {
    std::string_view rest = none;
    EXPECT_FALSE(take_decimal(rest)) << none;
    EXPECT_EQ(rest, none);
  }
}

TEST(FiniteNumber, IsTheWholeText) {
  EXPECT_EQ(finite_number("-1.5e3"), -1500);
  for (const char* none : {"", "1 ", " 1", "1x", "nan", "inf", "1e999"}) {
    EXPECT_FALSE(finite_number(none)) << none;
  }
}

TEST(ContainsIgnoringCase, ComparesLettersWithoutCase) {
  EXPECT_TRUE(contains_ignoring_case("torch.BFloat16", "bfloat16"));
  EXPECT_TRUE(contains_ignoring_case("anything", ""));
  EXPECT_FALSE(contains_ignoring_case("float", "bfloat"));
}

TEST(NameLess, OrdersLettersWithoutCase) {
  EXPECT_TRUE(name_less("apple", "Banana"));
  EXPECT_TRUE(name_less("Apple", "banana"));
  EXPECT_FALSE(name_less("Banana", "apple"));
}

TEST(NameLess, DistinguishesNamesThatDifferInCaseAlone) {
  EXPECT_NE(name_less("a", "A"), name_less("A", "a"));
  EXPECT_FALSE(name_less("a", "a"));
}

}  // namespace
}  // namespace sightmark
