#pragma once

#include <optional>
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

// What an answer takes where the tasks are asked in these shares: the tasks' means over successes,
// weighted. Nothing where a task of the mix has none; intervals are over images.
struct MixNumbers {
  std::optional<Estimate> latency_mean_ms, energy_per_inference_j;
  std::optional<Estimate> answers_per_h;  // one after the other: an hour over that latency
};

MixNumbers mix_numbers(const TrialTable& table, const TaskMix& mix);

}  // namespace sightmark
