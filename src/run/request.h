#pragma once

#include <optional>
#include <stop_token>

#include "engine/engine.h"
#include "record/trial.h"
#include "run/load.h"
#include "run/questions.h"
#include "run/run.h"
#include "run/run_clock.h"
#include "telemetry/sampler.h"

namespace sightmark {

// What every request of a run shares. It must not outlive what it refers to.
struct RunContext {
  const RunOptions& options;
  const Questions& questions;
  Engine& engine;
  Sampler& sampler;
  const ShowProgress& show;
  std::stop_token stop;
};

// Sends one request at its time and returns all that was observed of it; no value if it was stopped
// before the answer was complete. The image is read beforehand: reading counts in no latency.
std::optional<Trial> send_request(const RunContext& context, const ScheduledRequest& request,
                                  const RunClock& clock);

}  // namespace sightmark
