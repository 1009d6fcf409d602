#pragma once

#include <string>
#include <vector>

#include "chart/chart.h"
#include "figures/palette.h"
#include "study/study.h"

namespace sightmark {

// One metric against another, a point for each configuration that has both; the others are named.
// `how` says what the metrics are.
Chart metric_scatter(const Study& study, const Metric& x, const Metric& y, const std::string& title,
                     const std::string& how);

// The parts of it: the points with their legend, and a note of the configurations that lack the
// metric, where there are any.
Scatter metric_points(const Study& study, const Palette& palette, const Metric& x, const Metric& y);
std::vector<std::string> missing_footnotes(const Study& study, const Metric& metric);

// The 99th percentile of latency against the 90th, with the diagonal; requires a configuration that
// has both.
Chart tail_scatter(const Study& study);

}  // namespace sightmark
