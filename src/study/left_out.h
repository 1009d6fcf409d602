#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "metric/run_metrics.h"

namespace sightmark {

// "complete", "cut_off", "failed", "empty".
std::string_view status_name(RunStatus status);

// A run that is in no table or ranking.
struct LeftOut {
  std::string run_dir;
  std::string configuration;  // "model on device (dtype)"; empty where the run could not be read
  std::string reason;         // "every one of its 2,500 trials failed"
};

// Of the measured runs, those that are not complete.
std::vector<LeftOut> left_out(const std::vector<RunMetrics>& runs);

}  // namespace sightmark
