#pragma once

#include <vector>

#include "chart/chart_label.h"
#include "study/study.h"

namespace sightmark {

// What the labels of this study's figures stand for: models, tasks, devices, precisions, setups and
// configurations of all its runs. A text that stands for several things is there for each.
std::vector<ChartLabel> figure_labels(const Study& study);

}  // namespace sightmark
