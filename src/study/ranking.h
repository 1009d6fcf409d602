#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/study.h"

namespace sightmark {

// Whether `a` is the better value by the metric.
bool is_better(const Metric& metric, double a, double b);

// The runs that have the metric, best first; ties keep their order.
RunPointers ranked(RunPointers runs, const Metric& metric);

// The best of some runs, and the best of those of another model.
struct Champion {
  RunPointers runs;  // all that tie for the best value; at least one
  double value;
  const RunMetrics* next_model =
      nullptr;                  // the best run of another model; none where there is none
  std::optional<double> ratio;  // how many times as good as that one; 1 or more
};

// No value if no run has the metric.
std::optional<Champion> champion(const RunPointers& runs, const Metric& metric);

// The champion by the reference study's metric, beside one by a primary metric.
struct ReferenceView {
  Metric metric;
  Champion champion;
  bool agrees;         // it names one of the same runs
  std::string reason;  // why it does not, as a clause with its numbers; empty where none is known
};

// Over the same runs. No value if none of them has the reference metric.
std::optional<ReferenceView> reference_view(const RunPointers& runs, const Champion& primary,
                                            const Metric& reference);

// A configuration by a metric: the mean over its runs, in the metric's unit.
struct Standing {
  Configuration configuration;
  double value;
  std::optional<Interval> interval;
};

// The configurations with the metric, best first, in the largest group of runs that may be compared
// by it (audit/audit.h); those of other runs are left out.
std::vector<Standing> standings(const Study& study, const Metric& metric);

// Whether the intervals do not overlap: the better one is better by more than chance. Overlapping
// intervals leave it open.
bool are_apart(const Standing& a, const Standing& b);

// The rank of a model among the configurations that may be compared by one metric.
struct Rating {
  int stars;         // 5 best to 1
  std::size_t rank;  // of the model's best configuration, from 1; ties share the better
  std::size_t configuration_count;  // in the standings
};

// Linear in the rank: 5 - 4 (rank - 1) / (count - 1), rounded; 5 where there is one configuration.
// No value if the standings have no configuration of the model.
std::optional<Rating> rating(const std::vector<Standing>& standings, const std::string& model,
                             const Metric& metric);

// The named tasks that a complete run was scored in, sorted: each run has another order.
std::vector<std::string> scored_tasks(const Study& study);

// What the power of each device covers, as "Alder: the GPU board; Birch: the GPU rail alone"; empty
// where no complete run has any. Energies of different scopes are not comparable.
std::string power_coverage(const Study& study);

}  // namespace sightmark
