#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/study.h"

namespace sightmark {

// A configuration by a metric: the mean over its runs, in the metric's unit.
struct Standing {
  Configuration configuration;
  double value;
  std::optional<Interval> interval;
};

// The configurations that have the metric, best first, among the most runs that may be compared by
// it (comparable.h); those of the other runs have no place in it.
std::vector<Standing> standings(const Study& study, const Metric& metric);

// Whether the intervals have nothing in common: the better one is better by more than chance.
// Intervals that do overlap leave it open.
bool are_told_apart(const Standing& a, const Standing& b);

// The named tasks that a complete run was scored in, by name: a run asks in an order of its own.
std::vector<std::string> scored_tasks(const Study& study);

// What the power of each device covers, as "Alder: the GPU board; Birch: the GPU rail alone"; empty
// where no complete run has any. Energies of different scopes are not comparable.
std::string power_coverage(const Study& study);

}  // namespace sightmark
