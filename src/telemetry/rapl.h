#pragma once

#include <filesystem>
#include <memory>

#include "telemetry/power_meter.h"

// Energy counters of CPU packages and memory (Running Average Power Limit), of Intel and AMD.
namespace sightmark {

// A meter of all counters that can be read; null where there is none.
std::unique_ptr<PowerMeter> find_rapl(const std::filesystem::path& sys);

// Whether there are counters that only root may read, as Linux 5.10 and later have it.
bool has_closed_rapl(const std::filesystem::path& sys);

}  // namespace sightmark
