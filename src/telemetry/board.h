#pragma once

#include <optional>
#include <string>

#include "telemetry/machine.h"

namespace sightmark {

// The model that a board's firmware tells: "NVIDIA Jetson AGX Orin Developer Kit", "Raspberry Pi
// 5".
std::optional<std::string> board_model(const SystemRoots& roots);

// The product's name, with its maker's before it, as the firmware of a PC or a server tells it.
// Nothing where it is a virtual machine's or a default that no one filled in.
std::optional<std::string> product_name(const SystemRoots& roots);

bool is_jetson(const SystemRoots& roots);

// The power mode of a Jetson, as nvpmodel sets it: "MAXN", or "2" where the mode has no name.
std::optional<std::string> power_mode(const SystemRoots& roots);

}  // namespace sightmark
