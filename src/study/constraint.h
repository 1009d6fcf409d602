#pragma once

#include <string_view>

#include "base/expected.h"
#include "metric/metric.h"

namespace sightmark {

// A limit that a run must keep to qualify: "90th percentile of latency <= 1,200 ms".
struct Constraint {
  Metric metric;
  bool is_most;  // the limit is an upper one, else a lower one
  double limit;  // in the metric's unit
};

// A metric of runs.csv that runs may be ranked by. Fails for another key, with what is nearest.
Expected<const Metric*> ranked_metric(std::string_view key);

// "latency_p95 <= 1200 ms": a metric's key and what parse_constraint takes.
Expected<Constraint> parse_limit(std::string_view text);

// "<= 1200 ms", ">= 99%" or "<= 16 GB": a sign and a number, with the metric's unit, or s for ms
// and GB for MB, or none. Fails for any other text.
Expected<Constraint> parse_constraint(const Metric& metric, std::string_view text);

// Whether a run keeps a limit: decided by its value, and certain where the whole interval lies on
// the same side.
enum class Keeping { Keeps, Breaks, Unknown };
struct Kept {
  Keeping keeping;
  bool is_certain;  // false too where there is no interval
};

Kept kept(const Constraint& constraint, const RunMetrics& run);

}  // namespace sightmark
