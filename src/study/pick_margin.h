#pragma once

#include <vector>

#include "study/use_case.h"

namespace sightmark {

// A run that would be the pick if one limit were looser, being better than the pick and breaking
// that limit alone.
struct Relaxation {
  Constraint constraint;  // as it is
  const RunMetrics* run;
  double needed;     // the limit that it would keep
  bool is_in_noise;  // its interval holds the limit, so that it may keep it as it is
};

// What a recommendation hangs on.
struct PickMargin {
  RunPointers close;                 // runners-up whose interval overlaps the pick's
  bool has_interval;                 // else whether the lead is more than chance is not known
  std::vector<Constraint> in_doubt;  // limits that the pick keeps, but not its whole interval
  std::vector<Relaxation> relaxations;
};

// Of a recommendation with a pick.
PickMargin pick_margin(const Recommendation& made, const Study& study);

// The qualifying runs that none beats in everything: the objective, 90th percentile of latency and
// energy per inference (of the pick's power scope; left out where the pick has none).
struct RunFront {
  std::vector<Metric> metrics;
  RunPointers runs;  // best by the objective first
};

RunFront run_front(const Recommendation& made);

}  // namespace sightmark
