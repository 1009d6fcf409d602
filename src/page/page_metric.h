#pragma once

#include <string>
#include <vector>

#include "study/study.h"

namespace sightmark {

// The metrics that the page shows: those of runs.csv that runs are ranked by, without details of
// another one, then the study's balance score.
std::vector<Metric> page_metrics(const Study& study);

// What a run's value of the metric covers, as "the GPU board": values that cover other things are
// not comparable. Empty where the metric depends on nothing of the kind.
std::string coverage(const Metric& metric, const RunMetrics& run);

}  // namespace sightmark
