#include <algorithm>

#include "metric/run_metrics.h"
#include "stats/sort_amounts.h"

namespace sightmark {
namespace {

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
    sort_amounts({middle, sorted_.end()});
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

SpeedQuality speed_quality(const std::vector<TaskSamples>& samples) {
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
  return result;
}

}  // namespace sightmark
