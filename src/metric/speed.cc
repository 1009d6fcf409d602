#include "metric/speed.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/text.h"
#include "record/name_table.h"
#include "stats/certified_quantile.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

std::optional<double> sum_of_requests_s(const std::vector<Trial>& trials) {
  std::optional<double> sum;
  for (const Trial& trial : trials) {
    if (const auto own = request_s(trial)) sum = sum.value_or(0) + *own;
  }
  return sum;
}

double sum_of_requests_s(const Resampling& run) {
  double sum = 0;
  for (const TrialNumbers& trial : run.trials) sum += trial.request_s.value_or(0);
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
  const OptionalNumber elapsed_s = run.summary ? run.summary->elapsed_s : std::nullopt;
  const bool overlaps = run.meta.concurrency.value_or(1) > 1 ||
                        (sum_s && elapsed_s && *sum_s > *elapsed_s * kRounding);
  return overlaps ? std::nullopt : sum_s;
}

Column finished_images(const Run& run, const Resampling& resampling) {
  NameTable tasks;
  std::vector<std::pair<std::uint32_t, std::int64_t>> answered;  // image and repeat, a task each
  for (std::size_t i = 0; i < run.trials.size(); ++i) {
    const Trial& trial = run.trials[i];
    tasks.index_of(trial.task);
    if (!trial.error.empty() || trial.image.empty()) continue;
    answered.emplace_back(resampling.trials[i].image, trial.repeat_index);
  }
  if (!std::is_sorted(answered.begin(), answered.end())) {
    std::sort(answered.begin(), answered.end());
  }
  Column finished(resampling.bootstrap.cluster_count());
  for (auto same = answered.begin(); same != answered.end();) {
    const auto end =
        std::find_if(same, answered.end(), [&](const auto& own) { return own != *same; });
    if (static_cast<std::size_t>(end - same) == tasks.size()) ++finished[same->first];
    same = end;
  }
  return finished;
}

std::optional<Latency> latency_ms(const Resampling& run) {
  const auto samples = sorted_samples(run, &TrialNumbers::latency_ms);
  if (samples.empty()) return std::nullopt;
  Column sums(run.bootstrap.cluster_count()), counts(sums.size());
  std::vector<double> sorted;
  sorted.reserve(samples.size());
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

std::optional<Estimate> latency_variation_percent(const Resampling& run) {
  std::optional<double> first;  // some latency: without it the squares' sums would cancel out
  std::vector<Column> columns(3, Column(run.bootstrap.cluster_count()));
  for (const TrialNumbers& trial : run.trials) {
    if (!trial.is_success || !trial.latency_ms) continue;
    if (!first) first = trial.latency_ms;
    const double beyond = *trial.latency_ms - *first;
    columns[0][trial.image] += 1;
    columns[1][trial.image] += beyond;
    columns[2][trial.image] += beyond * beyond;
  }
  if (!first) return std::nullopt;
  const auto variation = [&](std::span<const double> sums) -> std::optional<double> {
    const double offset = sums[1] / sums[0], mean = *first + offset;
    if (sums[0] <= 0 || mean <= 0) return std::nullopt;
    return 100 * std::sqrt(std::max(0.0, sums[2] / sums[0] - offset * offset)) / mean;
  };
  const double sums[] = {sum(columns[0]), sum(columns[1]), sum(columns[2])};
  const auto value = variation(sums);
  if (!value) return std::nullopt;
  return Estimate{*value, run.bootstrap.of_sums(columns, variation)};
}

std::optional<Estimate> answer_length(const Resampling& run) {
  const auto length = [](const TrialNumbers& trial) {
    return trial.is_success ? trial.characters : std::nullopt;
  };
  return ratio(run, column(run, length), column(run, [&](const TrialNumbers& trial) {
                 return length(trial) ? std::optional<double>(1) : std::nullopt;
               }));
}

std::optional<Estimate> drift_percent(const Resampling& run) {
  std::vector<const TrialNumbers*> order;
  for (const TrialNumbers& trial : run.trials) {
    if (trial.is_success && trial.latency_ms) order.push_back(&trial);
  }
  const std::size_t quarter = order.size() / 4;
  std::vector<Column> columns(4, Column(run.bootstrap.cluster_count()));  // sum and count, twice
  for (std::size_t i = 0; i < quarter; ++i) {
    const TrialNumbers& first = *order[i];
    const TrialNumbers& last = *order[order.size() - 1 - i];
    columns[0][first.image] += *first.latency_ms;
    columns[1][first.image] += 1;
    columns[2][last.image] += *last.latency_ms;
    columns[3][last.image] += 1;
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
  const auto has_decode = [](const TrialNumbers& trial) {
    return trial.is_success && trial.decode_ms && trial.generated_tokens.value_or(0) > 1;
  };
  const Column tokens = column(run, [&](const TrialNumbers& trial) {
    return has_decode(trial) ? std::optional(*trial.generated_tokens - 1) : std::nullopt;
  });
  const Column times_ms = column(run, [&](const TrialNumbers& trial) {
    return has_decode(trial) ? trial.decode_ms : std::nullopt;
  });
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

std::optional<Estimate> rate_in_requests(const Resampling& run, double request_time_s,
                                         OptionalNumber TrialNumbers::*number) {
  const Column amounts = column(run, [&](const TrialNumbers& trial) {
    return trial.is_success && trial.request_s ? trial.*number : std::nullopt;
  });
  const Column times_s = column(run, [&](const TrialNumbers& trial) {
    return !trial.is_success || trial.*number ? trial.request_s : std::nullopt;
  });
  if (sum(amounts) == 0 || request_time_s <= 0) return std::nullopt;  // failed is not fast
  const double overlap = sum_of_requests_s(run) / request_time_s;
  return ratio(run, amounts, times_s, overlap);
}

Column elapsed_parts_s(const Resampling& run, double elapsed_s,
                       std::optional<double> request_time_s) {
  const double all_s = sum_of_requests_s(run);
  const double in_requests_s = all_s > 0 ? request_time_s.value_or(0) : 0;
  const double rest_s = (elapsed_s - in_requests_s) / static_cast<double>(run.trials.size());
  const double scale = all_s > 0 ? in_requests_s / all_s : 0;
  return column(run, [&](const TrialNumbers& trial) {
    return std::optional(rest_s + scale * trial.request_s.value_or(0));
  });
}

}  // namespace sightmark
