#pragma once

#include "chart/chart.h"
#include "figures/figure.h"

namespace sightmark {

// Latency of successful trials, a box for each configuration over all its complete runs.
Chart latency_boxes(const Study& study, const StudySamples& samples);

}  // namespace sightmark
