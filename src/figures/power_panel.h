#pragma once

#include "chart/chart.h"
#include "metric/power_traces.h"
#include "study/study.h"

namespace sightmark {

// What the device drew while a run's first requests were answered, a panel for each configuration
// whose first complete run has a trace. Without one it has no panel.
Chart power_panels(const Study& study, const PowerTraces& traces);

}  // namespace sightmark
