#pragma once

#include <filesystem>
#include <memory>

#include "telemetry/power_meter.h"

// The power sensors of a board's rails, as NVIDIA's Jetson boards have them: INA3221 and INA238,
// which Linux shows under /sys/class/hwmon with a label for each rail.
namespace sightmark {

// A meter of all rails that can be read; null where there is none.
std::unique_ptr<PowerMeter> find_board_sensor(const std::filesystem::path& sys);

// Whether there are such sensors that only root may read.
bool has_closed_board_sensor(const std::filesystem::path& sys);

}  // namespace sightmark
