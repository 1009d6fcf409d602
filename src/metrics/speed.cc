#include "metrics/speed.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "record/name_table.h"
#include "stats/certified_quantile.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

// In order of the run.
std::vector<std::size_t> trials_with_latency(const std::vector<Trial>& trials) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (trials[i].error.empty() && trials[i].latency_ms) indices.push_back(i);
  }
  return indices;
}

std::optional<double> sum_of_requests_s(const std::vector<Trial>& trials) {
  std::optional<double> sum;
  for (const Trial& trial : trials) {
    if (const auto own = request_s(trial)) sum = sum.value_or(0) + *own;
  }
  return sum;
}

}  // namespace

std::optional<double> request_s(const Trial& trial) {
  if (trial.sent_s && trial.end_s && *trial.end_s >= *trial.sent_s) {
    return *trial.end_s - *trial.sent_s;
  }
  if (trial.latency_ms) return *trial.latency_ms / 1000;
  return std::nullopt;
}

std::optional<double> request_time_s(const Run& run) {
  if (run.summary && run.summary->request_time_s) return run.summary->request_time_s;
  std::vector<Interval> spans;
  for (const Trial& trial : run.trials) {
    if (trial.sent_s && trial.end_s) spans.push_back({*trial.sent_s, *trial.end_s});
  }
  if (!spans.empty() && spans.size() == run.trials.size()) return covered_length(std::move(spans));

  constexpr double kRounding = 1.001;  // of recorded times
  const auto sum_s = sum_of_requests_s(run.trials);
  const auto elapsed_s = run.summary ? run.summary->elapsed_s : std::nullopt;
  const bool overlaps = run.meta.concurrency.value_or(1) > 1 ||
                        (sum_s && elapsed_s && *sum_s > *elapsed_s * kRounding);
  return overlaps ? std::nullopt : sum_s;
}

Column finished_images(const Resampling& run) {
  using Answered = std::tuple<std::uint32_t, std::int64_t, std::uint32_t>;  // image, repeat, task
  NameTable tasks;
  std::vector<Answered> answered;
  for (std::size_t i = 0; i < run.trials.size(); ++i) {
    const Trial& trial = run.trials[i];
    const std::uint32_t task = tasks.index_of(trial.task);
    if (!trial.error.empty() || trial.image.empty()) continue;
    answered.emplace_back(run.image_by_trial[i], trial.repeat_index, task);
  }
  std::sort(answered.begin(), answered.end());
  answered.erase(std::unique(answered.begin(), answered.end()), answered.end());

  Column finished(run.bootstrap.cluster_count());
  std::size_t first = 0;  // of this image and repeat
  for (std::size_t i = 0; i < answered.size(); ++i) {
    const auto& [image, repeat, task] = answered[i];
    const auto& [first_image, first_repeat, first_task] = answered[first];
    if (image != first_image || repeat != first_repeat) first = i;
    if (i - first + 1 == tasks.size()) ++finished[image];
  }
  return finished;
}

std::optional<Latency> latency_ms(const Resampling& run) {
  const auto samples = sorted_samples(run, [](const Trial& trial) { return trial.latency_ms; });
  if (samples.empty()) return std::nullopt;
  Column sums(run.bootstrap.cluster_count()), counts(sums.size());
  std::vector<double> sorted;
  for (const auto& [value, image] : samples) {
    sums[image] += value;
    ++counts[image];
    sorted.push_back(value);
  }
  return Latency{.mean = *ratio(run, sums, counts),
                 .p50 = *quantile_of(run, samples, 0.5),
                 .p90 = *quantile_of(run, samples, 0.9),
                 .p95 = quantile_of_sorted(sorted, 0.95),
                 .p99 = quantile_of_sorted(sorted, 0.99),
                 .p50_bound = certified_quantile(sorted, 0.5),
                 .p90_bound = certified_quantile(sorted, 0.9),
                 .p95_bound = certified_quantile(sorted, 0.95),
                 .p99_bound = certified_quantile(sorted, 0.99)};
}

std::optional<Estimate> drift_percent(const Resampling& run) {
  const std::vector<std::size_t> order = trials_with_latency(run.trials);
  const std::size_t quarter = order.size() / 4;
  const std::size_t image_count = run.bootstrap.cluster_count();
  std::vector<Column> columns(4, Column(image_count));  // sum and count, first and last
  for (std::size_t i = 0; i < quarter; ++i) {
    const std::size_t first = order[i], last = order[order.size() - 1 - i];
    columns[0][run.image_by_trial[first]] += *run.trials[first].latency_ms;
    columns[1][run.image_by_trial[first]] += 1;
    columns[2][run.image_by_trial[last]] += *run.trials[last].latency_ms;
    columns[3][run.image_by_trial[last]] += 1;
  }
  const auto change = [](std::span<const double> sums) -> std::optional<double> {
    if (sums[0] <= 0 || sums[3] <= 0) return std::nullopt;
    return 100 * (sums[2] / sums[3] / (sums[0] / sums[1]) - 1);
  };
  const double sums[] = {sum(columns[0]), sum(columns[1]), sum(columns[2]), sum(columns[3])};
  const auto value = change(sums);
  if (!value) return std::nullopt;
  return Estimate{*value, run.bootstrap.of_sums(columns, change)};
}

std::optional<Estimate> decode_tokens_per_s(const Resampling& run) {
  // The first token ends the time to the first text.
  const auto has_decode = [](const Trial& trial) {
    return trial.error.empty() && trial.decode_ms && trial.response_tokens.value_or(0) > 1;
  };
  const Column tokens = column(run, [&](const Trial& trial) -> std::optional<double> {
    if (!has_decode(trial)) return std::nullopt;
    return static_cast<double>(*trial.response_tokens - 1);
  });
  const Column times_ms = column(
      run, [&](const Trial& trial) { return has_decode(trial) ? trial.decode_ms : std::nullopt; });
  return ratio(run, tokens, times_ms, 1000);
}

std::optional<double> generated_tokens(const Trial& trial) {
  if (!trial.response_tokens) return std::nullopt;
  return static_cast<double>(*trial.response_tokens);
}

std::optional<double> characters(const Trial& trial) {
  if (!trial.output_text) return std::nullopt;
  return static_cast<double>(code_point_count(*trial.output_text));
}

std::optional<Estimate> rate_in_requests(const Resampling& run, double request_time_s, Amount of) {
  const double all_s = sum_of_requests_s(run.trials).value_or(0);
  const Column amounts = column(run, [&](const Trial& trial) {
    return trial.error.empty() && request_s(trial) ? of(trial) : std::nullopt;
  });
  const Column times_s = column(run, [&](const Trial& trial) {
    return !trial.error.empty() || of(trial) ? request_s(trial) : std::nullopt;
  });
  if (sum(amounts) == 0 || request_time_s <= 0) return std::nullopt;  // failed is not fast
  return ratio(run, amounts, times_s, all_s / request_time_s);        // where requests overlap
}

Column elapsed_parts_s(const Resampling& run, double elapsed_s,
                       std::optional<double> request_time_s) {
  const double all_s = sum_of_requests_s(run.trials).value_or(0);
  const double in_requests_s = all_s > 0 ? request_time_s.value_or(0) : 0;
  const double rest_s = (elapsed_s - in_requests_s) / static_cast<double>(run.trials.size());
  const double scale = all_s > 0 ? in_requests_s / all_s : 0;
  return column(run, [&](const Trial& trial) {
    return std::optional(rest_s + scale * request_s(trial).value_or(0));
  });
}

}  // namespace sightmark
