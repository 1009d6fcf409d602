#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.h"
#include "record/power_scope.h"
#include "record/run_summary.h"
#include "record/trial.h"
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

// Seconds with at least one request in flight, failed requests included.
double request_time_s(const std::vector<Trial>& trials);

// The part of a run's summary that follows from its trials; `task_count` is per image.
RunSummary tally(const std::vector<Trial>& trials, std::size_t task_count, double elapsed_s);

// The energy of all trials; no value if that of one is unknown.
std::optional<double> total_energy_j(const std::vector<Trial>& trials);

// The run clock at the end of the last answer; 0 without trials.
double last_end_s(const std::vector<Trial>& trials);

}  // namespace sightmark
