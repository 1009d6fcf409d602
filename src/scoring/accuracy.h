#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/run.h"
#include "scoring/answer_score.h"
#include "stats/interval.h"

namespace sightmark {

// What of an answer a task asks for, and is scored on.
struct Aspects {
  bool objects = false, counts = false, attributes = false, relations = false, setting = false;
};

// Of the suite five-task (suite/suite.cc); of any other task the objects alone.
Aspects aspects_of(std::string_view task);

// The mean over the aspects that the question arises of, from 0 to 1; of objects, the harmonic mean
// of what is found and what is correct. Nothing where there is none.
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

// The accuracy of each trial's answer, in order; nothing for one that is not scored.
std::vector<std::optional<double>> answer_accuracies(const Run& run);

// Of the trials whose image's truth is known; nothing where there is none. Intervals are at 95%.
std::optional<RunAccuracy> run_accuracy(const Run& run);

}  // namespace sightmark
