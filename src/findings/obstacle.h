#pragma once

#include <string>
#include <vector>

#include "findings/compared_metric.h"
#include "metrics/run_metrics.h"

namespace sightmark {

// What makes a comparison of two runs by this quantity wrong, a clause each, with what either run
// has: "the limit on tokens is 80 in A and 128 in B". Empty where nothing does. What a comparison
// is about (model, device, precision, versions) is no obstacle; nor is what a run does not tell,
// but for the part of the device that its power covers.
std::vector<std::string> obstacles(const RunMetrics& a, const RunMetrics& b, Quantity quantity);

}  // namespace sightmark
