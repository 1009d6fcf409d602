#pragma once

#include <optional>
#include <string>
#include <vector>

#include "findings/study.h"

namespace sightmark {

// A configuration whose answers were scored: the mean over its runs, in percent.
struct AccuracyStanding {
  Configuration configuration;
  double percent;
  std::optional<Interval> interval;
};

// By a metric of accuracy, the most accurate first.
std::vector<AccuracyStanding> accuracy_order(const Study& study, const Metric& metric);

// Whether the intervals have nothing in common: the better one is better by more than chance.
// Intervals that do overlap leave it open.
bool are_told_apart(const AccuracyStanding& a, const AccuracyStanding& b);

// The named tasks that a complete run was scored in, by name: a run asks in an order of its own.
std::vector<std::string> scored_tasks(const Study& study);

}  // namespace sightmark
