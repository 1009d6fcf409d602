#pragma once

#include <stop_token>
#include <vector>

#include "base/expected.h"
#include "run/asking.h"
#include "run/phase.h"
#include "run/run.h"
#include "run/run_place.h"
#include "run/run_telemetry.h"

namespace sightmark {

// What came of the trials that count.
struct Measured {
  RunEnd end = RunEnd::Complete;
  std::string last_error;
  std::vector<Trial> trials;  // those of a resumed run's earlier parts included
  RunCost cost;               // of this part
  std::vector<ClockStep> clock_steps;

  // On the run's own clock, at the last answer.
  double elapsed_s() const;
};

// Asks what the plan has left, and records it. Fails where a record cannot be written.
Expected<Measured> measure_trials(const RunOptions& options, const Asking& asking, RunPlace& place,
                                  const ShowProgress& show, const std::stop_token& stop);

// What came of the whole run.
RunSummary summary_of(const RunOptions& options, const RunMeta& run, const Measured& measured,
                      bool is_resumed);

}  // namespace sightmark
