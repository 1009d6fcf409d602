#pragma once

#include <optional>

#include "base/clock.h"
#include "record/power_scope.h"
#include "telemetry/sampler.h"

namespace sightmark {

// Power and energy of the headline scope (power_record.h) and peak memory over a measurement.
struct RunCost {
  PowerScope scope = PowerScope::Unknown;
  std::optional<double> mean_w, energy_j;
  std::optional<double> system_peak_mb, engine_peak_mb, gpu_peak_mb;
};

// Adds up a long window in slices, so that the sampler can drop samples of earlier slices.
class RunTelemetry {
 public:
  RunTelemetry(Sampler& sampler, Instant start) : sampler_(sampler), start_(start), begin_(start) {}

  // Call it regularly. Drops samples older than `kept_for`.
  void advance(Instant moment, std::chrono::milliseconds kept_for);

  // The cost from the start to `end`.
  RunCost finish(Instant end);

 private:
  void add(Instant from, Instant to);

  Sampler& sampler_;
  Instant start_, begin_;  // of the window; of the slice not added yet
  RunCost cost_;
  bool is_empty_ = true;
};

}  // namespace sightmark
