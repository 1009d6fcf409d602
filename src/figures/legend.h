#pragma once

#include <vector>

#include "chart/chart.h"
#include "figures/palette.h"
#include "study/study.h"

namespace sightmark {

// What the colours of a figure mean: an entry for each setup of the study.
std::vector<LegendEntry> setup_legend(const Study& study, const Palette& palette);

// The same with each device's marker.
std::vector<LegendEntry> marker_legend(const Study& study, const Palette& palette);

}  // namespace sightmark
