// What is answered in a time, and how long a request takes: the metrics up to the energy.
#include <algorithm>
#include <cmath>

#include "metric/formula.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

// What an answer has, over time in requests. A failure has none and takes its time; an answer of
// unknown length is left out with its time.
MaybeTerms per_busy_s(const TrialRow& trial, std::optional<double> amount) {
  if (!trial.busy_s || (trial.is_success && !amount)) return std::nullopt;
  return Terms{amount.value_or(0), *trial.busy_s};
}

MaybeTerms latency(const TrialRow& trial) { return one(trial.latency_ms); }

MaybeTerms ttft(const TrialRow& trial) { return one(trial.ttft_ms); }

// The first token ends the time to the first text.
MaybeTerms decoding(const TrialRow& trial) {
  if (!trial.decode_ms || trial.generated_tokens.value_or(0) <= 1) return std::nullopt;
  return Terms{*trial.generated_tokens - 1, *trial.decode_ms / 1000};
}

template <int kPercent>
MaybeEstimate certified(const RunInput& run) {
  std::vector<double> sorted;
  for (const TrialRow& trial : run.table.trials) {
    if (trial.latency_ms) sorted.push_back(*trial.latency_ms);
  }
  std::sort(sorted.begin(), sorted.end());
  return whole(certified_quantile(sorted, kPercent / 100.0));
}

MaybeEstimate variation_percent(const RunInput& run) {
  std::optional<double> first;  // some latency: without it the squares' sums would cancel out
  std::vector<Column> columns(3, Column(run.table.image_count));
  for (const TrialRow& trial : run.table.trials) {
    if (!trial.latency_ms) continue;
    if (!first) first = trial.latency_ms;
    const double beyond = *trial.latency_ms - *first;
    columns[0][trial.image] += 1;
    columns[1][trial.image] += beyond;
    columns[2][trial.image] += beyond * beyond;
  }
  return of_sums(
      run.bootstrap, columns, [&](std::span<const double> sums) -> std::optional<double> {
        const double offset = sums[1] / sums[0], mean = first.value_or(0) + offset;
        if (sums[0] <= 0 || mean <= 0) return std::nullopt;
        return 100 * std::sqrt(std::max(0.0, sums[2] / sums[0] - offset * offset)) / mean;
      });
}

MaybeEstimate drift_percent(const RunInput& run) {
  std::vector<const TrialRow*> order;
  for (const TrialRow& trial : run.table.trials) {
    if (trial.latency_ms) order.push_back(&trial);
  }
  const std::size_t quarter = order.size() / 4;
  std::vector<Column> columns(4, Column(run.table.image_count));  // sum and count, twice
  for (std::size_t i = 0; i < quarter; ++i) {
    const TrialRow& first = *order[i];
    const TrialRow& last = *order[order.size() - 1 - i];
    columns[0][first.image] += *first.latency_ms;
    columns[1][first.image] += 1;
    columns[2][last.image] += *last.latency_ms;
    columns[3][last.image] += 1;
  }
  return of_sums(run.bootstrap, columns, [](std::span<const double> sums) -> std::optional<double> {
    if (sums[0] <= 0 || sums[3] <= 0) return std::nullopt;
    return 100 * (sums[2] / sums[3] / (sums[0] / sums[1]) - 1);
  });
}

// How often what an image has in a column comes in a unit of elapsed time. For the interval, each
// image has its requests' time and an even share of the rest.
MaybeEstimate pace(const RunInput& run, const Column& counts, double unit_s) {
  const auto& trials = run.table.trials;
  const bool has_answers =
      std::any_of(trials.begin(), trials.end(), [](const auto& trial) { return trial.is_success; });
  const double elapsed_s = run.totals.elapsed_s.value_or(0);
  if (elapsed_s <= 0 || !has_answers) return std::nullopt;  // failed is not slow
  double busy_s = 0;
  for (const TrialRow& trial : trials) busy_s += trial.busy_s.value_or(0);
  const double rest_s = (elapsed_s - busy_s) / static_cast<double>(trials.size());
  const Column times_s = column(
      run, [&](const TrialRow& trial) { return std::optional(rest_s + trial.busy_s.value_or(0)); });
  const Estimate rate{sum(counts) / elapsed_s, run.bootstrap.of_ratio(counts, times_s)};
  return scaled(rate, unit_s);
}

MaybeEstimate answers_per_h(const RunInput& run) {
  const auto answers = [](const TrialRow& trial) {
    return std::optional(trial.is_success ? 1. : 0.);
  };
  return pace(run, column(run, answers), 3600);
}

MaybeEstimate overhead_percent(const RunInput& run) {
  const auto request_s = run.table.request_time_s, elapsed_s = run.totals.elapsed_s;
  if (!request_s || !elapsed_s || *elapsed_s <= 0) return std::nullopt;
  return whole(100 * (1 - *request_s / *elapsed_s));
}

Metric certified_metric(const std::string& percent, MaybeEstimate (*bound)(const RunInput&)) {
  Metric metric = time_metric("latency_p" + percent + "_certified",
                              "certified " + percent + "th percentile of latency",
                              "What that percentile lies below at 99% confidence (MLPerf's early "
                              "stopping); empty where the trials are too few to say.",
                              nullptr);
  metric.of_run = bound;
  metric.has_interval = false;
  return metric;
}

std::vector<Metric> latency_metrics() {
  const auto percentile = [](const std::string& percent, double p, bool is_detail,
                             bool has_interval) {
    Metric metric = time_metric(
        "latency_p" + percent, percent + "th percentile of latency",
        "Percentile of latency_ms over successes, between order statistics (type 7).", latency, p);
    metric.is_detail = is_detail;
    metric.has_interval = has_interval;
    return metric;
  };
  Metric mean =
      time_metric("latency_mean", "mean latency", "Mean of latency_ms over successes.", latency);
  mean.is_detail = false;
  return {std::move(mean),
          percentile("50", 0.5, true, true),
          certified_metric("50", certified<50>),
          percentile("90", 0.9, false, true),
          certified_metric("90", certified<90>),
          percentile("95", 0.95, true, false),
          certified_metric("95", certified<95>),
          percentile("99", 0.99, true, false),
          certified_metric("99", certified<99>),
          {.key = "latency_variation",
           .column = "latency_variation_percent",
           .name = "latency variation",
           .unit = "%",
           .kind = MetricKind::Latency,
           .decimal_count = 1,
           .is_lower_better = true,
           .definition = "Coefficient of variation of latency_ms over successes: standard "
                         "deviation of the population over the mean.",
           .of_run = variation_percent}};
}

std::vector<Metric> rates() {
  return {
      {.key = "generated_tokens_per_s",
       .name = "generated tokens per second",
       .unit = "tok/s",
       .kind = MetricKind::Generation,
       .decimal_count = 1,
       .definition = "Tokens of successful answers over the time in requests, failed requests' "
                     "time included. Answers without a token count are left out with their "
                     "time.",
       .terms = [](const TrialRow& trial) { return per_busy_s(trial, trial.generated_tokens); },
       .is_rate = true},
      {.key = "characters_per_s",
       .name = "characters per second",
       .unit = "characters/s",
       .kind = MetricKind::Generation,
       .decimal_count = 1,
       .definition = "Unicode characters of successful answers over the time in requests, as "
                     "generated_tokens_per_s; independent of how a model cuts text into tokens.",
       .terms = [](const TrialRow& trial) { return per_busy_s(trial, trial.answer_length); },
       .is_rate = true}};
}

std::vector<Metric> answer_parts() {
  Metric p90 =
      time_metric("ttft_p90", "90th percentile of the time to first token",
                  "Percentile of ttft_ms, the time to first token, over successes.", ttft, 0.9);
  p90.is_detail = false;
  return {
      {.key = "answer_length",
       .column = "answer_length_mean",
       .name = "mean answer length",
       .unit = "characters",
       .kind = MetricKind::Length,
       .decimal_count = 1,
       .definition = "Mean Unicode characters of the successful answers whose text is known.",
       .terms = [](const TrialRow& trial) { return one(trial.answer_length); },
       .is_mean = true,
       .takes_length_for_detail = true},
      time_metric("ttft_p50", "median time to first token",
                  "Percentile of ttft_ms, the time to first token, over successes.", ttft, 0.5),
      std::move(p90),
      {.key = "decode_tokens_per_s",
       .name = "tokens per second after the first",
       .unit = "tok/s",
       .kind = MetricKind::Generation,
       .decimal_count = 1,
       .definition = "Tokens less one over decode_ms, summed over the successes that have both.",
       .terms = decoding}};
}

std::vector<Metric> paces() {
  return {
      {.key = "images_per_s",
       .name = "images per second",
       .unit = "images/s",
       .kind = MetricKind::Pace,
       .decimal_count = 3,
       .definition = "Images of which each of the run's tasks was answered, each repeat for "
                     "itself, over elapsed time. Empty where no trial succeeded.",
       .of_run = [](const RunInput& run) { return pace(run, finished_images(run.table), 1); }},
      {.key = "answers_per_h",
       .name = "answers per hour",
       .unit = "answers/h",
       .kind = MetricKind::Pace,
       .definition = "Successes over elapsed time.",
       .of_run = answers_per_h},
      {.key = "overhead",
       .column = "overhead_percent",
       .name = "time outside requests",
       .unit = "%",
       .kind = MetricKind::Pace,
       .decimal_count = 1,
       .is_lower_better = true,
       .definition = "The part of the elapsed time with no request under way: what the "
                     "benchmark itself took.",
       .of_run = overhead_percent,
       .has_interval = false,
       .is_detail = true},
      {.key = "drift",
       .column = "drift_percent",
       .name = "drift of latency",
       .unit = "%",
       .kind = MetricKind::Latency,
       .decimal_count = 1,
       .definition = "Mean latency of the last quarter of the successes over that of the first, "
                     "less 1. Above 0 the run became slower.",
       .of_run = drift_percent,
       .is_ranked = false,
       .is_detail = true}};
}

}  // namespace

std::vector<Metric> speed_metrics() {
  return joined({rates(), latency_metrics(), answer_parts(), paces()});
}

}  // namespace sightmark
