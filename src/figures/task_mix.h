#pragma once

#include "chart/chart.h"
#include "study/study.h"

namespace sightmark {

// Mean latency of each configuration as the share of one task goes from 0 to 100% of the questions,
// the others sharing the rest evenly: where lines cross, the ranking depends on what is asked.
// Drawn for the task by which most pairs change places. Without lines where no configuration was
// asked in two tasks.
Chart task_mix(const Study& study);

}  // namespace sightmark
