#pragma once

#include "chart/chart.h"
#include "study/study.h"

namespace sightmark {

// Energy per inference against mean latency, a panel for each group of runs that may be compared
// by energy (audit/comparable.h), such as one part of the device, each with its Pareto front.
// A configuration that nothing may be compared with is named below.
// Without panels where no run has an energy of a known part.
Chart pareto_panels(const Study& study);

}  // namespace sightmark
