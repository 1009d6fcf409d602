#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "scoring/answer_thing.h"
#include "scoring/answer_word.h"

namespace sightmark {

// That one thing is left of another, and so on; by their index.
struct SaidRelation {
  std::size_t subject;
  std::string_view relation;  // "left of", "right of", "above", "below"
  std::size_t object;
};

// How an answer says that things stand to each other. Rules:
//
//   - "A is left of B", also of several ("A and B are above C", "A is left of B and C", "A is above
//     and to the left of B"); "left of B is A"; "A ... with B to its right"; "from left to right:
//     A, B". What comes after the first object of a sentence is still about its subject ("A is left
//     of B and above C"), unless a verb or "which" makes another one the subject.
//   - "A is on the left" and "B is on the right" is a relation, too: of each two places that are
//     named one after the other, those that differ.
//   - "next to", "between", "in front of" and the like are not judged.
std::vector<SaidRelation> said_relations(std::span<const Word> words, const SaidThings& said);

}  // namespace sightmark
