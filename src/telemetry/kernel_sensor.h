#pragma once

#include <filesystem>
#include <memory>

#include "telemetry/power_meter.h"

// Power meters that Linux shows as files under /sys on PCs, laptops and servers. jetson.h has those
// of Jetson boards.
namespace sightmark {

// A meter for each GPU whose driver reports power or energy: amdgpu, xe and i915.
Meters find_gpu_sensors(const std::filesystem::path& sys);

// A meter of all energy counters of CPU packages and memory (Running Average Power Limit, of Intel
// and AMD) that this user can read; null where there is none.
std::unique_ptr<PowerMeter> find_rapl(const std::filesystem::path& sys);

// Whether there are counters that only root may read, as in Linux 5.10 and later.
bool has_closed_rapl(const std::filesystem::path& sys);

// A meter for each battery. While it discharges, its power is that of the whole device; at all
// other times the power is unknown.
Meters find_batteries(const std::filesystem::path& sys);

}  // namespace sightmark
