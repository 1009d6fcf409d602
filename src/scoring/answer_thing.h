#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "scoring/answer_word.h"

namespace sightmark {

// Something that an answer says is there. Its texts are of the vocabulary.
struct Thing {
  std::string_view shape;
  std::string_view colour, size;  // empty: not said
  std::optional<int> count = 1;   // nothing: several
};

struct SaidThings {
  std::vector<Thing> things;
  std::vector<std::optional<std::size_t>> thing_at;  // by word: the thing that it names
};

// What the words say is there. Rules, in this order:
//
//   - Colour, size and number stand before the shape ("two small red circles") or are said of it
//     ("the circle is red", "circle: red", "red circles: 2"). Two colours are two things.
//   - "the red circle" is the last thing named before that it can be, and adds what it says to it.
//   - "a", "another" and a bare name are one more thing. So is a number, unless it repeats what was
//     said of that shape and colour in a sentence before.
//   - What stands after "no", "without" or "or" is not there.
SaidThings said_things(std::span<const Word> words);

// The values of that kind that are said, sorted, each once: the settings.
std::vector<std::string_view> said_values(std::span<const Word> words, WordKind kind);

}  // namespace sightmark
