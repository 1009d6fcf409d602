#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "scoring/answer_word.h"

namespace sightmark {

// In which third of the picture something is; empty if that is not said.
struct Place {
  std::optional<int> column, row;  // -1: left and top, 0: centre, 1: right and bottom
};

// Words in a row that say where something is: "to the left of and above" is a relation, "in the top
// left corner" a place.
struct Whereabouts {
  Place place;
  std::vector<std::string_view> relations;  // "left of", ...; none where it is not judged
  bool is_relation = false;
  std::size_t end;  // the place of the word after them
};

// At the place of a Direction or a Relation.
Whereabouts whereabouts(std::span<const Word> words, std::size_t place);

// The first place from `place` on whose word says something.
std::size_t skip_fillers(std::span<const Word> words, std::size_t place);

}  // namespace sightmark
