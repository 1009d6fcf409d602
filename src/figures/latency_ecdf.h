#pragma once

#include "chart/chart.h"
#include "figures/figure.h"

namespace sightmark {

// How many of the successful trials of a configuration took no longer than so long (the empirical
// cumulative distribution function, ECDF): a panel for each model, a line for each device and
// precision, of at most 200 steps.
Chart latency_ecdf(const Study& study, const StudySamples& samples);

}  // namespace sightmark
