#pragma once

#include "chart/chart.h"
#include "study/study.h"

namespace sightmark {

// Whether a model works on a device in a precision: its success rate in percent; told apart from it
// what failed wholly, was cut off, or has no run.
Chart feasibility_map(const Study& study);

}  // namespace sightmark
