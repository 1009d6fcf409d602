#pragma once

#include "chart/chart.h"
#include "findings/study.h"

namespace sightmark {

// Mean latency against mean answer length, a point for each configuration.
Chart tradeoff_scatter(const Study& study);

}  // namespace sightmark
