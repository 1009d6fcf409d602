#pragma once

#include <string>

#include "chart/chart.h"
#include "figures/figure.h"

namespace sightmark {

// A box for each task, the named samples of all complete runs pooled.
Chart task_boxes(const Study& study, const StudySamples& samples,
                 std::vector<double> TaskSamples::*values, const std::string& title,
                 const std::string& axis);

}  // namespace sightmark
