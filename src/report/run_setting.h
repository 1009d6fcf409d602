#pragma once

#include <string>
#include <utility>
#include <vector>

#include "metric/run_metrics.h"

namespace sightmark {

// What was run, on what and how, as far as the run tells it: names for readers and values in words.
// Paths are told by their last part.
std::vector<std::pair<std::string, std::string>> run_settings(const RunMetrics& run);

}  // namespace sightmark
