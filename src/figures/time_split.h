#pragma once

#include "chart/chart.h"
#include "study/study.h"

namespace sightmark {

// The mean time of a request in two parts, before and after its first text, a bar for each
// configuration where both are recorded. Without categories where none has them.
Chart time_split(const Study& study);

}  // namespace sightmark
