#pragma once

#include <optional>
#include <span>

#include "record/trial_record.h"
#include "telemetry/sampler.h"

namespace sightmark {

// The scope whose figures stand for the device's power: that of the rails which comes first of GPU
// board, GPU rail, GPU and SoC rail, module, board, wall, CPU package, and then the others. Unknown
// for no rails.
PowerScope headline_scope(std::span<const RailWindow> rails);

// Power over a window of so many seconds; the figures of several rails of the headline scope (two
// GPUs) are added up, and absent where one of them is. Where requests overlap, the window's energy
// is not the trial's alone: then only the rails' means are told. Nothing for no rails.
std::optional<PowerRecord> power_record(const TelemetryWindow& window, double duration_s,
                                        bool may_overlap);

SystemState system_state(const TelemetryWindow& window);
MemoryRecord memory_record(const MemoryWindow& memory);

}  // namespace sightmark
