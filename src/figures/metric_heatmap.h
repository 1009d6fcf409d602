#pragma once

#include <string>

#include "chart/chart.h"
#include "study/study.h"

namespace sightmark {

// The metric by model (rows) and device (columns), the mean over their complete runs of any
// precision.
Chart metric_heatmap(const Study& study, const Metric& metric, const std::string& title,
                     const std::string& how);

}  // namespace sightmark
