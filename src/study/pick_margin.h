#pragma once

#include <vector>

#include "study/use_case.h"

namespace sightmark {

// A run that would be the pick if one limit were looser: it is better than the pick and breaks that
// limit only.
struct Relaxation {
  Constraint constraint;  // as it is
  const RunMetrics* run;
  double needed;     // the limit that it would keep
  bool is_in_noise;  // its interval includes the limit, so it may keep the limit
};

// What a recommendation depends on.
struct PickMargin {
  RunPointers close;                 // runners-up whose interval overlaps the pick's
  bool has_interval;                 // else the lead may be chance
  std::vector<Constraint> in_doubt;  // limits that the pick keeps, but not its whole interval
  std::vector<Relaxation> relaxations;
};

// Of a recommendation with a pick.
PickMargin pick_margin(const Recommendation& made, const Study& study);

// The Pareto front of the qualifying runs by the objective, 90th percentile of latency and energy
// per inference (of the pick's power scope; left out where the pick has none).
struct RunFront {
  std::vector<Metric> metrics;
  RunPointers runs;  // best by the objective first
};

RunFront run_front(const Recommendation& made);

}  // namespace sightmark
