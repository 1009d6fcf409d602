#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/run_reader.h"
#include "scoring/answer_score.h"
#include "stats/bootstrap.h"

namespace sightmark {

// What of an answer a task asks for, and is scored on.
struct Aspects {
  bool objects = false, counts = false, attributes = false, relations = false, setting = false;
};

// Of the suite five-task (suite/suite.cc); of any other task the objects alone.
Aspects aspects_of(std::string_view task);

// The mean over the aspects that the question arises of, from 0 to 1; of objects, the harmonic mean
// of what is found and what is correct. Empty if there is none.
std::optional<double> accuracy_of(const AnswerScore& score, const Aspects& aspects);

// A part of all points that is right.
struct Share {
  double right, all;
  std::optional<Interval> interval;  // from 0 to 1; nothing for too few images

  double percent() const { return 100 * right / all; }
  bool operator==(const Share&) const = default;
};

// Of the answers to some questions. Definitions: docs/metrics.md, "Accuracy".
struct Accuracy {
  std::size_t image_count = 0, answer_count = 0;  // that are scored
  std::size_t failed_count = 0;                   // trials without an answer, not scored
  std::optional<Share> overall;
  std::optional<Share> objects_found, objects_correct, counts, attributes, relations, setting;
};

struct TaskAccuracy {
  std::string task;
  Accuracy accuracy;
};

struct RunAccuracy {
  Accuracy whole;
  std::vector<TaskAccuracy> tasks;  // in order of first appearance
};

struct ScoredAnswers {
  std::vector<std::optional<double>> accuracies;  // of each trial in order, from 0 to 1
  std::optional<RunAccuracy> accuracy;            // with intervals at 95%
};

// Scores the answers about images whose truth is known. A trial without an answer, or about another
// image, has no accuracy; a run without such an image has none.
ScoredAnswers scored_answers(const Run& run);

}  // namespace sightmark
