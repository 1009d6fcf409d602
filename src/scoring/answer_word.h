#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "scoring/vocabulary.h"

namespace sightmark {

// A word or a phrase of an answer, or a mark between words.
struct Word {
  WordKind kind = WordKind::Other;
  std::string_view value;  // of the vocabulary, which outlives it
  int number = 0;          // of a Number
  bool is_plural = false;
};

// Of an answer no more words are read.
inline constexpr std::size_t kMostWords = 1000;

// The answer's words by the vocabulary, letters A-Z without regard to case. Markdown's marks, the
// bullets and numbers before the items of a list, and what is not ASCII only part words.
std::vector<Word> answer_words(std::string_view answer);

// A Stop past the end.
inline WordKind kind_at(std::span<const Word> words, std::size_t place) {
  return place < words.size() ? words[place].kind : WordKind::Stop;
}

}  // namespace sightmark
