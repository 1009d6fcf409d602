#pragma once

#include <optional>

#include "metric/metric.h"

namespace sightmark {

// The same metric with the tasks weighted as the runs' mix has it (metric/task_mix.h): of mean
// latency, energy per inference and answers per hour; nothing of any other.
std::optional<Metric> under_mix(const Metric& metric);

}  // namespace sightmark
