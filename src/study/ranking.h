#pragma once

#include <optional>

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

// Nothing where no run has the metric.
std::optional<Champion> champion(const RunPointers& runs, const Metric& metric);

}  // namespace sightmark
