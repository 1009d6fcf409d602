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

// NVIDIA's program tegrastats, for Jetson boards whose sensors only root may read.
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

}  // namespace sightmark
