#include <algorithm>
#include <utility>

#include "metrics/run_metrics.h"
#include "record/name_table.h"

namespace sightmark {
namespace {

// Images for which each of the run's tasks was answered.
std::size_t finished_image_count(const std::vector<Trial>& trials, std::size_t task_count) {
  using Answered = std::pair<std::uint32_t, std::uint32_t>;  // image, task
  NameTable images, tasks;
  std::vector<Answered> answered;
  for (const Trial& trial : trials) {
    if (!trial.error.empty() || trial.image.empty()) continue;
    answered.emplace_back(images.index_of(trial.image), tasks.index_of(trial.task));
  }
  std::sort(answered.begin(), answered.end());
  answered.erase(std::unique(answered.begin(), answered.end()), answered.end());
  std::vector<std::size_t> task_count_by_image(images.size());
  for (const auto& [image, task] : answered) ++task_count_by_image[image];
  return static_cast<std::size_t>(
      std::count(task_count_by_image.begin(), task_count_by_image.end(), task_count));
}

std::optional<double> requests_per_s(const std::vector<double>& latencies_ms) {
  std::vector<double> rates;
  for (const double latency_ms : latencies_ms) {
    if (latency_ms > 0) rates.push_back(1000 / latency_ms);
  }
  return mean(rates);
}

// Samples that are added a task at a time, kept in order and in ascending order: sorting the parts
// is all the sorting there is.
class SampleParts {
 public:
  std::optional<Distribution> add(const std::vector<double>& part) {
    samples_.insert(samples_.end(), part.begin(), part.end());
    const auto middle = sorted_.insert(sorted_.end(), part.begin(), part.end());
    std::sort(middle, sorted_.end());
    const auto result = distribution(part, {middle, sorted_.end()});
    std::inplace_merge(sorted_.begin(), middle, sorted_.end());
    return result;
  }

  const std::vector<double>& samples() const { return samples_; }
  std::optional<Distribution> all() const { return distribution(samples_, sorted_); }

 private:
  std::vector<double> samples_, sorted_;
};

}  // namespace

SpeedQuality speed_quality(const Run& run, const std::vector<TaskSamples>& samples) {
  SpeedQuality result;
  SampleParts latencies_ms, answer_lengths;
  for (const TaskSamples& task : samples) {
    result.tasks.push_back({.task = task.task,
                            .prompts = task.prompts,
                            .trial_count = task.trial_count,
                            .success_count = task.success_count,
                            .latency_ms = latencies_ms.add(task.latencies_ms),
                            .answer_length = answer_lengths.add(task.answer_lengths)});
  }
  result.latency_ms = latencies_ms.all();
  result.answer_length = answer_lengths.all();
  result.requests_per_s = requests_per_s(latencies_ms.samples());
  if (run.summary && run.summary->elapsed_s.value_or(0) > 0) {
    const auto finished = static_cast<double>(finished_image_count(run.trials, samples.size()));
    result.images_per_s = finished / *run.summary->elapsed_s;
  }
  return result;
}

}  // namespace sightmark
