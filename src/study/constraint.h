#pragma once

#include <string>
#include <string_view>

#include "base/expected.h"
#include "metric/metric.h"

namespace sightmark {

// What a run must keep to qualify: "90th percentile of latency <= 1,200 ms".
struct Constraint {
  Metric metric;
  bool is_most;  // the limit is the most that is allowed, else the least
  double limit;  // in the metric's unit
};

// A metric of runs.csv that runs may be ranked by. Fails for another key, with what is nearest.
Expected<const Metric*> ranked_metric(std::string_view key);

// "latency_p95 <= 1200 ms": a metric's key and what parse_constraint takes.
Expected<Constraint> parse_limit(std::string_view text);

// "<= 1200 ms", ">= 99%" or "<= 16 GB": a sign and a number, with the metric's unit, or s for ms
// and GB for MB, or none. Fails, saying so, where the text is not that.
Expected<Constraint> parse_constraint(const Metric& metric, std::string_view text);

// How a run stands to a limit. Which side it is on is its value's; it is certain where the interval
// lies on that side as a whole.
enum class Keeping { Keeps, Breaks, Unknown };
struct Kept {
  Keeping keeping;
  bool is_certain;  // false too where there is no interval
};

Kept kept(const Constraint& constraint, const RunMetrics& run);

}  // namespace sightmark
