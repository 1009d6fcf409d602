#pragma once

#include <string>
#include <vector>

#include "compare/comparison.h"
#include "compare/gate.h"
#include "metric/run_metrics.h"

namespace sightmark {

// Two runs side by side, and the results of the gates.
struct ComparisonReport {
  const RunMetrics &a, &b;
  Comparison comparison;
  std::vector<GateResult> gates;
  bool is_forced = false;
};

// "slower", "equivalent", "not enough data".
std::string verdict_in_words(Verdict verdict, const Metric& metric);

// For a terminal, without control characters; at most 100 columns, except for names and obstacles.
std::string to_text(const ComparisonReport& report);

// For a program (docs/metrics.md, "Comparing two runs").
std::string to_json(const ComparisonReport& report);

}  // namespace sightmark
