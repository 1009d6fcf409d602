#pragma once

#include <string>
#include <vector>

#include "findings/study.h"

namespace sightmark {

// Runs whose values of a metric may be ranked together, since they agree in what it depends on.
struct ComparableGroup {
  std::string within;  // "the GPU board"; empty where the metric depends on nothing of the kind
  RunPointers runs;
};

// The runs that have the metric, in groups; the largest group first, of equals the one with the
// earlier run. Energy of an unknown part of the device is comparable with nothing: in no group.
std::vector<ComparableGroup> comparable_groups(const RunPointers& runs, const Metric& metric);

}  // namespace sightmark
