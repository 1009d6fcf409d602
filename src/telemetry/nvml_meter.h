#pragma once

#include <memory>
#include <string>
#include <vector>

#include "telemetry/power_meter.h"

namespace sightmark {

// A meter for each GPU that NVML tells of; empty where the library is not there. The rail is called
// "board", or "board_average" where the driver tells no instant but a mean over about a second.
std::vector<std::unique_ptr<PowerMeter>> find_nvml_meters(const std::string& library);

}  // namespace sightmark
