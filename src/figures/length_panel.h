#pragma once

#include "chart/chart.h"
#include "figures/figure.h"

namespace sightmark {

// Latency against answer length, a panel for each model: a sample of the answers of each device and
// precision (TaskSamples::answer_times), and a robust line through it, with its slope. Without
// panels where no answer has both.
Chart length_panels(const Study& study, const StudySamples& samples);

}  // namespace sightmark
