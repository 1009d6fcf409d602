#pragma once

#include <cstddef>
#include <string_view>

#include "record/truth.h"

namespace sightmark {

// How many of some points are right. Without points the question does not arise.
struct Points {
  std::size_t right = 0, all = 0;

  bool operator==(const Points&) const = default;
};

// What of an answer is right. Kinds are shapes with their colours. Definitions: docs/metrics.md,
// "Accuracy".
struct AnswerScore {
  Points kinds_found;    // of the kinds that are there
  Points kinds_correct;  // of the kinds that are named
  Points counts;         // one: each kind's number, and no other kind
  Points attributes;     // two for each object: its colour and its size
  Points relations;      // of those that are stated; one, not right, where none is but could be
  Points setting;        // one: location and light
};

// Whether all that the truth says is in words that an answer is searched for.
bool can_be_scored(const ImageTruth& truth);

// Of a truth that can be scored. The answer may say anything.
AnswerScore answer_score(std::string_view answer, const ImageTruth& truth);

}  // namespace sightmark
