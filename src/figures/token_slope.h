#pragma once

#include "chart/chart.h"
#include "study/study.h"

namespace sightmark {

// The ranking by prompt and generated tokens per second beside that by generated tokens per second,
// for the configurations that have both. Without items where none has.
Chart token_slope(const Study& study);

}  // namespace sightmark
