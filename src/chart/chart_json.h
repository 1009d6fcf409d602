#pragma once

#include <string>

#include "chart/chart.h"

namespace sightmark {

// The chart as the JSON that assets/chart.js draws. Invalid UTF-8 and control characters in its
// texts are replaced, so that the JSON, and the SVG made of it, is always valid.
std::string to_json(const Chart& chart);

}  // namespace sightmark
