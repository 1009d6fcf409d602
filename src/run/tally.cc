#include "run/tally.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "stats/distribution.h"
#include "stats/interval.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

Spread spread(std::vector<double> samples) {
  if (samples.empty()) return {};
  std::ranges::sort(samples);
  return Spread{.mean = mean(samples),
                .min = samples.front(),
                .max = samples.back(),
                .p50 = quantile_of_sorted(samples, 0.5),
                .p90 = quantile_of_sorted(samples, 0.9),
                .p95 = quantile_of_sorted(samples, 0.95),
                .p99 = quantile_of_sorted(samples, 0.99)};
}

// The values of `of` in successful trials.
template <typename Of>
std::vector<double> samples(const std::vector<Trial>& trials, Of of) {
  std::vector<double> found;
  for (const Trial& trial : trials) {
    if (!trial.error.empty()) continue;
    if (const std::optional<double> value = of(trial)) found.push_back(*value);
  }
  return found;
}

std::optional<double> requests_per_s(const Trial& trial) {
  if (!trial.latency_ms || *trial.latency_ms <= 0) return std::nullopt;
  return 1000 / *trial.latency_ms;
}

std::size_t complete_image_count(const std::vector<Trial>& trials, std::size_t task_count) {
  std::map<std::pair<std::int64_t, std::int64_t>, std::set<std::string>> tasks_by_image;
  for (const Trial& trial : trials) {
    if (!trial.error.empty()) continue;
    tasks_by_image[{trial.image_index.value_or(0), trial.repeat_index}].insert(trial.task);
  }
  return static_cast<std::size_t>(
      std::count_if(tasks_by_image.begin(), tasks_by_image.end(),
                    [&](const auto& entry) { return entry.second.size() == task_count; }));
}

std::optional<double> generated_tokens(const std::vector<Trial>& trials) {
  double count = 0;
  for (const Trial& trial : trials) {
    if (trial.error.empty()) count += static_cast<double>(trial.response_tokens.value_or(0));
  }
  return count > 0 ? std::optional(count) : std::nullopt;
}

}  // namespace

double request_time_s(const std::vector<Trial>& trials) {
  std::vector<Interval> spans;
  for (const Trial& trial : trials)
    if (trial.sent_s && trial.end_s) spans.push_back({*trial.sent_s, *trial.end_s});
  return covered_length(std::move(spans));
}

RunSummary tally(const std::vector<Trial>& trials, std::size_t task_count, double elapsed_s) {
  RunSummary run;
  run.task_count = static_cast<std::int64_t>(task_count);
  run.trial_count = static_cast<std::int64_t>(trials.size());
  run.elapsed_s = elapsed_s;
  run.elapsed_min = elapsed_s / 60;
  run.request_time_s = request_time_s(trials);
  run.error_count =
      std::ranges::count_if(trials, [](const Trial& trial) { return !trial.error.empty(); });
  run.latency_ms = spread(samples(trials, [](const Trial& t) { return t.latency_ms; }));
  run.ttft_ms = spread(samples(trials, [](const Trial& t) { return t.ttft_ms; }));
  run.requests_per_s = spread(samples(trials, requests_per_s));

  const std::optional<double> tokens = generated_tokens(trials);
  if (tokens && elapsed_s > 0) run.generated_tokens_per_s = *tokens / elapsed_s;
  if (tokens && *run.request_time_s > 0) {
    run.request_generated_tokens_per_s = *tokens / *run.request_time_s;
  }
  if (run.error_count < run.trial_count && elapsed_s > 0) {
    run.images_per_s = static_cast<double>(complete_image_count(trials, task_count)) / elapsed_s;
  }
  return run;
}

std::optional<double> total_energy_j(const std::vector<Trial>& trials) {
  double total_j = 0;
  for (const Trial& trial : trials) {
    if (!trial.energy_j) return std::nullopt;
    total_j += *trial.energy_j;
  }
  return total_j;
}

double last_end_s(const std::vector<Trial>& trials) {
  double last_s = 0;
  for (const Trial& trial : trials) last_s = std::max(last_s, trial.end_s.value_or(0));
  return last_s;
}

}  // namespace sightmark
