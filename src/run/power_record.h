#pragma once

#include <span>

#include "record/trial.h"
#include "telemetry/sampler.h"

namespace sightmark {

// The scope whose power stands for the device's: that of the rails which comes first of GPU
// board, GPU rail, GPU and SoC rail, module, board, wall, CPU package, and then the others. Unknown
// for no rails.
PowerScope headline_scope(std::span<const RailWindow> rails);

// The power of the headline scope over a window. Several of its rails (two GPUs) are added up; a
// value is absent where it is of one of them.
struct WindowPower {
  PowerScope scope = PowerScope::Unknown;
  std::optional<double> mean_w, peak_w;
  std::optional<double> energy_j, counter_energy_j;
  std::int64_t sample_count = 0;
  std::string method;  // the sources
};
WindowPower headline_power(std::span<const RailWindow> rails);

// Adds to `trial` the power over its window, and each rail's. Where requests overlap, the window's
// energy is not the trial's alone: then only the rails' means are recorded.
void fill_power(Trial& trial, const TelemetryWindow& window, double duration_s, bool may_overlap);

void fill_memory(Trial& trial, const MemoryWindow& memory);

SystemState system_state(const TelemetryWindow& window);

}  // namespace sightmark
