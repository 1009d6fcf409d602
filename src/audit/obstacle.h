#pragma once

#include <string>
#include <vector>

#include "audit/attribute.h"

namespace sightmark {

// In what two runs differ that does this to a comparison of what both were asked by metrics of that
// kind: "the most tokens an answer may have (at most 128 tokens an answer in A, ... in B)".
// What a run does not tell is no difference; energy of an unknown part of the device is one.
std::vector<std::string> differences(const RunMetrics& a, const RunMetrics& b, MetricKind kind,
                                     Severity severity);

}  // namespace sightmark
