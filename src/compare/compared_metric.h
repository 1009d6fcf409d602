#pragma once

#include <optional>
#include <string>
#include <vector>

#include "metric/metric.h"
#include "metric/trial_table.h"

namespace sightmark {

// A number that two runs are compared by over their pairs of trials. Without a percentile it is the
// sum of what trials have `above` over the sum of what they have `below`; a mean has 1 below.
struct ComparedMetric {
  std::string key;   // as in a gate: "latency_p90"
  std::string name;  // "Latency, p90"
  std::string unit;  // "ms"
  int decimal_count;
  MetricKind kind;            // decides which differences of two runs forbid the comparison
  std::string lower, higher;  // what the second run is where it has less, or more: "faster"

  using Value = std::optional<double> (*)(const TrialValues&);
  Value above;
  Value below = [](const TrialValues&) { return std::optional<double>(1); };
  std::optional<double> percentile = std::nullopt;  // from 0 to 1, of `above`
  bool is_share = false;  // in percent: compared by the difference, in points, not by the ratio
};

// All of them, in the order of tables. Definitions: docs/metrics.md, "Comparing two runs".
const std::vector<ComparedMetric>& compared_metrics();

}  // namespace sightmark
