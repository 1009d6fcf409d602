#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "metric/estimate.h"
#include "metric/trial_table.h"

namespace sightmark {

// How often each task is asked: shares that add up to 1.
struct TaskMix {
  std::vector<std::pair<std::string, double>> share_by_task;
};

// "caption_brief=70,spatial_relationships=30": weights in any unit. Fails, saying so, where the
// text is not that, a task stands twice or no weight is above 0.
Expected<TaskMix> parse_task_mix(std::string_view text);

// "70% caption_brief, 30% spatial_relationships".
std::string in_words(const TaskMix& mix);

// What runs have of the registered metrics (metric/metric.h), by key; what is unknown is not there.
using MetricValues = std::map<std::string, Estimate, std::less<>>;

// The metrics that are means over answers or trials, as the means of the tasks' means with these
// weights; unknown where a task of the mix has none. Answers per hour are an hour over the mean
// latency, one request after the other. Intervals are over images.
MetricValues mix_values(const TrialTable& table, const TaskMix& mix);

}  // namespace sightmark
