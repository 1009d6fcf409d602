#pragma once

#include "chart/chart.h"
#include "study/study.h"

namespace sightmark {

// How much of the device's memory each configuration took at its peak, and what was left. Has no
// category where no run tells both.
Chart memory_fit(const Study& study);

}  // namespace sightmark
