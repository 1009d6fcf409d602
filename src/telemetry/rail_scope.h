#pragma once

#include <string_view>

#include "record/power_scope.h"

namespace sightmark {

// What the rail of that name covers on NVIDIA's Jetson boards; Unknown for any other. Source: the
// tables of power rails in NVIDIA's Jetson Linux Developer Guide.
PowerScope jetson_rail_scope(std::string_view rail);

}  // namespace sightmark
