#pragma once

#include <optional>

#include "base/clock.h"
#include "record/power_scope.h"
#include "telemetry/sampler.h"

namespace sightmark {

// What the whole of a measurement took, of the headline scope (power_record.h).
struct RunCost {
  PowerScope scope = PowerScope::Unknown;
  std::optional<double> mean_w, energy_j;
  std::optional<double> system_peak_mb, engine_peak_mb, gpu_peak_mb;
};

// Adds up a long window in slices, so that the sampler may forget what it holds of earlier ones.
class RunTelemetry {
 public:
  RunTelemetry(Sampler& sampler, Instant start) : sampler_(sampler), start_(start), begin_(start) {}

  // To be called now and then. Samples older than `kept_for` are then let go.
  void advance(Instant moment, std::chrono::milliseconds kept_for);

  // The window from the start to `end`.
  RunCost finish(Instant end);

 private:
  void add(Instant from, Instant to);

  Sampler& sampler_;
  Instant start_, begin_;  // of the whole, of the slice that is not added yet
  RunCost cost_;
  bool is_empty_ = true;
};

}  // namespace sightmark
