#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "telemetry/power_meter.h"

namespace sightmark {

// A meter for each battery. While it discharges, its power is that of the whole device; at all
// other times the power is unknown.
std::vector<std::unique_ptr<PowerMeter>> find_batteries(const std::filesystem::path& sys);

}  // namespace sightmark
