#pragma once

#include <optional>
#include <string>

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

}  // namespace sightmark
