#include "metric/trial_samples.h"

#include "base/text.h"
#include "record/name_table.h"

namespace sightmark {
namespace {

// Every so many-th of them.
void thin_out(std::vector<AnswerTime>& all) {
  if (all.size() <= kAnswerTimeLimit) return;
  for (std::size_t i = 0; i < kAnswerTimeLimit; ++i) {
    all[i] = all[i * all.size() / kAnswerTimeLimit];
  }
  all.resize(kAnswerTimeLimit);
  all.shrink_to_fit();
}

}  // namespace

std::vector<TaskSamples> samples_by_task(const std::vector<Trial>& trials) {
  NameTable names;
  std::vector<TaskSamples> tasks;
  std::vector<std::string_view> latest_prompts;  // of each task
  for (const Trial& trial : trials) {
    const std::uint32_t task = names.index_of(trial.task);
    if (task == tasks.size()) {
      tasks.push_back({.task = std::string(trial.task)});
      latest_prompts.emplace_back();
    }
    TaskSamples& samples = tasks[task];
    ++samples.trial_count;
    if (trial.prompt != latest_prompts[task]) {
      latest_prompts[task] = trial.prompt;
      if (!trial.prompt.empty()) samples.prompts.emplace(trial.prompt);
    }
    if (!trial.error.empty()) continue;
    ++samples.success_count;
    if (trial.latency_ms) samples.latencies_ms.push_back(*trial.latency_ms);
    if (!trial.output_text) continue;
    samples.answer_lengths.push_back(static_cast<double>(code_point_count(*trial.output_text)));
    if (!trial.latency_ms) continue;
    samples.answer_times.push_back({samples.answer_lengths.back(), *trial.latency_ms});
  }
  for (TaskSamples& task : tasks) thin_out(task.answer_times);
  return tasks;
}

}  // namespace sightmark
