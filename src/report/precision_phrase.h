#pragma once

#include <string>
#include <vector>

#include "compare/precision_comparison.h"

namespace sightmark {

// The change of a metric from fp16 to bf16: "+3.7% (+3.1 to +4.2): slower"; a dash where it was
// not compared.
std::string precision_change(const PrecisionComparison& compared, const std::string& metric_key);

// Which precision is faster, by the verdicts on mean latency, and what to do about it. Needs at
// least one comparison.
std::string precision_finding(const std::vector<PrecisionComparison>& all);

// What could not be compared, and why: a sentence for each comparison with obstacles.
std::vector<std::string> precision_obstacles(const std::vector<PrecisionComparison>& all);

}  // namespace sightmark
