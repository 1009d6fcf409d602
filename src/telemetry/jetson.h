#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "telemetry/power_meter.h"
#include "telemetry/system_file.h"

// What is special about NVIDIA's Jetson boards. Their power sensors are INA3221 and INA238, which
// Linux shows under /sys/class/hwmon with a label for each rail. Where only root
// may read them, NVIDIA's program tegrastats reports them.
namespace sightmark {

// What a line of tegrastats says.
struct TegrastatsLine {
  std::vector<PowerReading> rails;    // "VDD_GPU 3000mW/3100mW": now, mean
  std::optional<double> gpu_percent;  // "GR3D_FREQ 99%@[1300,1300]"
};

// Reads the parts above and passes over the rest. Any text is safe.
TegrastatsLine parse_tegrastats(std::string_view line);

// Starts tegrastats once, for as long as the meter lives, and waits for its first line. Its rails
// are those of that line; between two lines their power is unknown. Fails where no line comes.
Expected<std::unique_ptr<PowerMeter>> start_tegrastats_meter(const std::filesystem::path& program,
                                                             std::chrono::milliseconds patience);

bool is_jetson(const SystemRoots& roots);

// The power mode that nvpmodel has set: "MAXN", or "2" where the mode has no name.
std::optional<std::string> power_mode(const SystemRoots& roots);

// What the rail of that name covers; Unknown for any other. Source: the tables of power rails in
// NVIDIA's Jetson Linux Developer Guide.
PowerScope jetson_rail_scope(std::string_view rail);

// A meter of all rails that this user can read; null where there is none.
std::unique_ptr<PowerMeter> find_board_sensor(const std::filesystem::path& sys);

// Whether there are such sensors that only root may read.
bool has_closed_board_sensor(const std::filesystem::path& sys);

}  // namespace sightmark
