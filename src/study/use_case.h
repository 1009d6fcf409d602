#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "metric/metric.h"
#include "study/ranking.h"
#include "study/study.h"

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

// What someone wants a model for, as a rule: the best by a metric among the runs that qualify.
struct UseCase {
  std::string key;   // "real-time"; empty where the user gave the rule
  std::string name;  // "Real-time video"
  std::string rule;  // in words
  Metric metric;
  std::vector<Constraint> constraints;
  std::optional<Metric> reference = std::nullopt;  // what the reference study ranked by, if other
};

// The reference study's six, by primary metrics where they exist: the table of docs/metrics.md.
std::vector<UseCase> use_cases(const Study& study);

// The best of the runs that may not be compared with the pick.
struct OtherPick {
  std::string within;  // as of the ComparableGroup
  Champion champion;
  RunPointers order;  // that qualify, best first
};

// The runs that break a constraint, or of which that is unknown.
struct RuledOut {
  Constraint constraint;
  RunPointers runs;
};

struct Recommendation {
  UseCase use_case;
  RunPointers order;             // that qualify and are comparable with the pick, best first
  std::optional<Champion> pick;  // of the largest comparable group; none if no run qualifies
  std::string within;            // as of the ComparableGroup
  std::optional<ReferenceView> reference;
  std::vector<OtherPick> others;
  std::vector<RuledOut> ruled_out;  // in order of the constraints; a run may be in several
};

// Over the complete runs.
Recommendation recommendation(const UseCase& use_case, const Study& study);

// Of the six.
std::vector<Recommendation> recommendations(const Study& study);

// Balance score of the reference: ((1 - latency / largest) + length / largest) / 2, of mean latency
// and mean answer length, the largest taken over the complete runs. Higher is better; between 0
// and 1.
Metric balance_score(const Study& study);

}  // namespace sightmark
