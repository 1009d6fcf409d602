#pragma once

#include <string>
#include <vector>

#include "metric/metric.h"

namespace sightmark {

// Runs whose values of a metric may be ranked together, since they agree in all that blocks it
// (audit/attribute.h).
struct ComparableGroup {
  // What power or memory covers, and in what the runs differ from the first group's: "over the GPU
  // board, with at most 80 tokens an answer"; empty where there is nothing to tell.
  std::string within;
  RunPointers runs;
};

// The runs that have the metric, in groups; the largest group first, of equals the one with the
// earlier run. A run that does not tell an attribute is taken as like the most; energy of an
// unknown part of the device is comparable with nothing, and in no group.
std::vector<ComparableGroup> comparable_groups(const RunPointers& runs, const Metric& metric);

// Whether all of the runs that have the metric may be ranked together; false where none has it.
bool are_comparable(const RunPointers& runs, const Metric& metric);

}  // namespace sightmark
