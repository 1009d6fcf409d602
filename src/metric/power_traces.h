#pragma once

#include <optional>
#include <vector>

#include "record/power_trace.h"

namespace sightmark {

// What was drawn in each run of a study: [i] belongs to study.runs[i].
using PowerTraces = std::vector<std::optional<PowerTrace>>;

}  // namespace sightmark
