#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace sightmark {

// What a word does in an answer about a scene.
enum class WordKind {
  Shape,
  Colour,
  Size,
  Location,
  Light,
  Number,     // of things: "two"; "a" is one that was not named before
  Definite,   // "the": what follows was named before
  Another,    // "another": one more
  Negation,   // "no", "without": what follows is not there
  Pronoun,    // "it", "its"
  Which,      // "that is ...": about what was named last
  Verb,       // "is", "lies": about what stands before; with a value, of several things
  Direction,  // "left": a place, or with "of" a relation
  Of,         // "of", "from"
  Picture,    // "the left of the picture" is a place
  Relation,   // "above"; without a value it is not judged: "behind"
  Order,      // "from left to right": each is left of the next
  One,        // "ones": more of the shape named last
  And,
  Filler,  // says nothing here: "bright", "shape"
  Comma,
  Mark,  // a colon or another mark, after which comes a number or what a thing is like
  Line,  // the end of a line
  Stop,  // the end of a sentence
  Other
};

// Words that mean the same, apart from each other by '|'. A noun's plural is known too.
struct VocabularyRow {
  WordKind kind;
  std::string_view value;  // as the truth has it (scene/scene.h); a digit for a number
  std::string_view words;
};

// All words that the scorer knows.
std::span<const VocabularyRow> vocabulary();

// A phrase of the vocabulary at the start of a text's words.
struct Phrase {
  WordKind kind = WordKind::Other;
  std::string_view value;
  std::size_t word_count = 1;
  bool is_plural = false;
};

// The longest there is, words being in lower case; Other where there is none.
Phrase first_phrase(std::span<const std::string_view> words);

// Whether an answer can name that: a truth of other words cannot be scored.
bool is_in_vocabulary(WordKind kind, std::string_view value);

}  // namespace sightmark
