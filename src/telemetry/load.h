#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "telemetry/memory.h"
#include "telemetry/power_meter.h"

// How busy the machine is and how much memory is in use at an instant.
namespace sightmark {

using Meters = std::vector<std::unique_ptr<PowerMeter>>;

struct CpuTime {  // since the system's start, of all processors together
  double busy_s, total_s;
};

std::optional<CpuTime> cpu_time(const std::filesystem::path& proc);

// The mean of the GPUs that tell; where the engine is known to use some of them, of those alone.
// `is_engines` has a value for each meter.
std::optional<double> gpu_utilization_percent(const Meters& meters,
                                              const std::vector<bool>& is_engines);

// GPU memory that the processes hold, for each meter.
std::vector<std::optional<double>> gpu_memory_mb(const Meters& meters,
                                                 std::span<const pid_t> processes);

}  // namespace sightmark
