#include "scoring/answer_word.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace sightmark {
namespace {

using Kinds = std::vector<WordKind>;
using enum WordKind;

Kinds kinds(std::string_view answer) {
  Kinds all;
  for (const Word& word : answer_words(answer)) all.push_back(word.kind);
  return all;
}

TEST(AnswerWords, KnowPhrasesAndPlurals) {
  EXPECT_EQ(kinds("Two red CIRCLES left of plus-signs"),
            (Kinds{Number, Colour, Shape, Direction, Of, Shape}));
  EXPECT_EQ(answer_words("crosses")[0].value, "cross");
  EXPECT_TRUE(answer_words("crosses")[0].is_plural);
  EXPECT_EQ(answer_words("boxes")[0].value, "square");
  EXPECT_EQ(answer_words("gray")[0].value, "grey");
  EXPECT_EQ(answer_words("a snow-covered field")[1].value, "snowfield");
}

TEST(AnswerWords, PassOverMarkdownAndTheNumbersOfItems) {
  EXPECT_EQ(kinds("1. **red** `circle`"), (Kinds{Colour, Shape}));
  EXPECT_EQ(kinds("## red\n- 2) circle"), (Kinds{Colour, Line, Shape}));
  EXPECT_EQ(kinds("There are 2. Two"), (Kinds{Other, Verb, Number, Stop, Number}));
}

TEST(AnswerWords, KnowNumbers) {
  for (const char* answer : {"3", "three", "3x", "x3"}) {
    const auto words = answer_words(answer);
    ASSERT_EQ(words.size(), 1u) << answer;
    EXPECT_EQ(words[0].number, 3) << answer;
  }
  EXPECT_EQ(kinds("99999999999999999999"), Kinds{Other});
}

TEST(AnswerWords, KnowMarks) {
  EXPECT_EQ(kinds("red: - (a) \u2013 b, c; d.\n"),
            (Kinds{Colour, Mark, Mark, Mark, Number, Comma, Mark, Other, Comma, Other, Stop, Other,
                   Stop, Line}));
  EXPECT_EQ(kinds("isn't isn\u2019t"), (Kinds{Negation, Negation}));
}

TEST(AnswerWords, AreNoMoreThanTheMost) {
  std::string answer;
  for (int i = 0; i < 5000; ++i) answer += "red ";
  EXPECT_EQ(answer_words(answer).size(), kMostWords);
}

TEST(Vocabulary, HasEachPhraseOnce) {
  std::set<std::string_view> phrases;
  for (const VocabularyRow& row : vocabulary()) {
    for (std::string_view rest = row.words; !rest.empty();) {
      const std::size_t end = std::min(rest.find('|'), rest.size());
      EXPECT_TRUE(phrases.insert(rest.substr(0, end)).second) << rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
}

}  // namespace
}  // namespace sightmark
