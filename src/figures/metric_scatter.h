#pragma once

#include <string>

#include "chart/chart.h"
#include "findings/study.h"

namespace sightmark {

// One metric against another, a point for each configuration that has both; the others are named.
// `how` says what the metrics are.
Chart metric_scatter(const Study& study, const Metric& x, const Metric& y, const std::string& title,
                     const std::string& how);

}  // namespace sightmark
