#include "metrics/trial_samples.h"

#include <algorithm>

#include "base/text.h"

namespace sightmark {

std::vector<TaskSamples> samples_by_task(const std::vector<Trial>& trials) {
  std::vector<TaskSamples> tasks;
  for (const Trial& trial : trials) {
    auto samples = std::find_if(tasks.begin(), tasks.end(),
                                [&](const TaskSamples& known) { return known.task == trial.task; });
    if (samples == tasks.end()) {
      samples = tasks.insert(tasks.end(), {.task = std::string(trial.task)});
    }
    ++samples->trial_count;
    if (!trial.prompt.empty() && !samples->prompts.contains(trial.prompt)) {
      samples->prompts.emplace(trial.prompt);
    }
    if (!trial.error.empty()) continue;
    ++samples->success_count;
    if (trial.latency_ms) samples->latencies_ms.push_back(*trial.latency_ms);
    if (!trial.output_text) continue;
    samples->answer_lengths.push_back(static_cast<double>(code_point_count(*trial.output_text)));
  }
  return tasks;
}

}  // namespace sightmark
