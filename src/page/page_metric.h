#pragma once

#include <string>
#include <vector>

#include "study/study.h"

namespace sightmark {

// The numbers of a run that the page shows, in the order of its tables. The study's own balance
// score is the last.
std::vector<Metric> page_metrics(const Study& study);

// What a run's value of the metric covers, as "the GPU board": values that cover other things are
// not comparable. Empty where the metric depends on nothing of the kind.
std::string coverage(const Metric& metric, const RunMetrics& run);

}  // namespace sightmark
