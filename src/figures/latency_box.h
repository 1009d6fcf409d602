#pragma once

#include <cstddef>
#include <vector>

#include "chart/chart.h"
#include "figures/figure.h"

namespace sightmark {

// The latencies of these runs' successful trials, run by run.
std::vector<double> pooled_latencies_ms(const StudySamples& samples,
                                        const std::vector<std::size_t>& run_indices);

// Latency of successful trials, a box for each configuration over all its complete runs.
Chart latency_boxes(const Study& study, const StudySamples& samples);

}  // namespace sightmark
