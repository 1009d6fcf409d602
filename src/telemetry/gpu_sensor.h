#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "telemetry/power_meter.h"

namespace sightmark {

// A meter for each GPU whose driver tells its power or energy under /sys/class/hwmon: amdgpu, xe
// and i915.
std::vector<std::unique_ptr<PowerMeter>> find_gpu_sensors(const std::filesystem::path& sys);

}  // namespace sightmark
