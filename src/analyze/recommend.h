#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyze/progress.h"
#include "analyze/run_loading.h"
#include "base/expected.h"
#include "metric/cost.h"
#include "metric/metric.h"
#include "study/use_case.h"

namespace sightmark {

struct RecommendOptions {
  std::vector<std::filesystem::path> roots;
  DeviceNameByRoot device_names;
  std::size_t job_count = 1;
  std::string use_case;                 // its key; may be empty where there is an objective
  std::optional<Metric> objective;      // replaces the use case's
  std::vector<Constraint> constraints;  // added to the use case's
  std::optional<TaskMix> mix;           // weights the tasks
  std::optional<Price> price;
  bool is_json = false;
};

struct RecommendOutcome {
  std::string report;
  std::vector<std::string> warnings;
  bool is_made;  // some run qualifies
};

// The keys of the use cases.
std::vector<std::string> use_case_keys();

// What the options rank by, without the mix. Needs a use case or an objective.
Metric objective_of(const RecommendOptions& options);

// Reads runs, measures each, picks. Fails where a root cannot be read or no run can.
Expected<RecommendOutcome> recommend(const RecommendOptions& options, const Progress& progress);

}  // namespace sightmark
