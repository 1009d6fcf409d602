#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "base/expected.h"
#include "telemetry/power_meter.h"

namespace sightmark {

// tegrastats where PATH has it.
std::optional<std::filesystem::path> find_tegrastats();

// Starts tegrastats once, for as long as the meter lives, and waits for its first line. Its rails
// are those of that line; between two lines their power is unknown. Fails where no line comes.
Expected<std::unique_ptr<PowerMeter>> start_tegrastats_meter(const std::filesystem::path& program,
                                                             std::chrono::milliseconds patience);

}  // namespace sightmark
