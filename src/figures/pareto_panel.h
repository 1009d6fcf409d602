#pragma once

#include "chart/chart.h"
#include "findings/study.h"

namespace sightmark {

// Energy per inference against mean latency, a panel for each part of the device that power was
// measured over, each with its Pareto front: energies of different parts are not comparable.
// Without panels where no run has an energy of a known part.
Chart pareto_panels(const Study& study);

}  // namespace sightmark
