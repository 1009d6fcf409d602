#pragma once

#include <optional>
#include <span>
#include <stop_token>

#include "engine/engine.h"
#include "record/trial.h"
#include "run/load.h"
#include "run/plan.h"
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
// before the answer was complete. The image is read beforehand: reading counts in no latency. Fails
// if this machine could not send it, for example because the image is gone: that is no failure of
// the model, and no trial.
Expected<std::optional<Trial>> send_request(const RunContext& context,
                                            const ScheduledRequest& request, const RunClock& clock);

// Power of the headline scope over a window: the scope that represents the device's power. Several
// rails of that scope (two GPUs) are added up; a value is absent if one rail lacks it.
struct WindowPower {
  PowerScope scope = PowerScope::Unknown;
  std::optional<double> mean_w, peak_w;
  std::optional<double> energy_j, counter_energy_j;
  std::int64_t sample_count = 0;
  std::string method;  // the sources
};
WindowPower headline_power(std::span<const RailWindow> rails);

// Records in `trial` the power over its window, in total and by rail. If requests overlap, the
// window's energy belongs to several trials: then only the power of each rail is recorded.
void fill_power(Trial& trial, const TelemetryWindow& window, double duration_s, bool may_overlap);

SystemState system_state(const TelemetryWindow& window);

}  // namespace sightmark
