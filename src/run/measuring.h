#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/expected.h"
#include "record/power_scope.h"
#include "run/request.h"
#include "run/run.h"
#include "run/run_directory.h"

namespace sightmark {

// Power and energy of the headline scope (power_record.h) and peak memory over a measurement.
struct RunCost {
  PowerScope scope = PowerScope::Unknown;
  std::optional<double> energy_j, system_peak_mb, engine_peak_mb, gpu_peak_mb;
};

// The measured trials and what the run cost.
struct Measured {
  RunEnd end = RunEnd::Complete;
  std::string last_error;
  std::vector<Trial> trials;  // includes those of a resumed run's earlier parts
  RunCost cost;               // of this part only
  std::vector<ClockStep> clock_steps;
};

// Asks and records the trials that remain. Fails if a record cannot be written.
Expected<Measured> measure_trials(const RunContext& context, RunDirectory& directory);

RunSummary summary_of(const RunOptions& options, const RunMeta& run, const Measured& measured,
                      bool is_resumed);

}  // namespace sightmark
