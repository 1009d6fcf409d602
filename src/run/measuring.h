#pragma once

#include <string>
#include <vector>

#include "base/expected.h"
#include "run/request.h"
#include "run/run.h"
#include "run/run_directory.h"
#include "run/run_telemetry.h"

namespace sightmark {

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
