#include "metric/primary.h"

#include <algorithm>

#include "metric/energy_use.h"
#include "metric/run_metrics.h"
#include "metric/speed.h"
#include "stats/proportion.h"

namespace sightmark {
namespace {

constexpr double kMbPerGb = 1024;

std::optional<double> overhead_percent(std::optional<double> request_time_s,
                                       std::optional<double> elapsed_s) {
  if (!request_time_s || !elapsed_s || *elapsed_s <= 0) return std::nullopt;
  return 100 * (1 - *request_time_s / *elapsed_s);
}

std::optional<Estimate> share_percent(std::size_t count, std::size_t all) {
  const auto interval = wilson_interval(count, all);
  if (!interval) return std::nullopt;
  return Estimate{100 * static_cast<double>(count) / static_cast<double>(all),
                  Interval{100 * interval->low, 100 * interval->high}};
}

// The mean of a number over successes.
std::optional<double> mean_of_successes(const std::vector<TrialNumbers>& trials,
                                        OptionalNumber TrialNumbers::*number) {
  std::vector<double> values;
  for (const TrialNumbers& trial : trials) {
    if (trial.is_success && trial.*number) values.push_back(*(trial.*number));
  }
  return mean(values);
}

std::size_t success_count(const std::vector<TrialNumbers>& trials) {
  return static_cast<std::size_t>(std::count_if(
      trials.begin(), trials.end(), [](const TrialNumbers& trial) { return trial.is_success; }));
}

// How often what an image has in a column comes in a unit of elapsed time.
std::optional<Estimate> pace(const Resampling& resampling, const Column& counts,
                             const Performance& performance, const Conditions& conditions,
                             double unit_s) {
  const auto elapsed_s = performance.elapsed_s;
  const bool has_answers = success_count(resampling.trials) > 0;  // failed is not slow
  if (!elapsed_s || *elapsed_s <= 0 || !has_answers) return std::nullopt;
  auto estimate = ratio(resampling, counts,
                        elapsed_parts_s(resampling, *elapsed_s, conditions.request_time_s), unit_s);
  if (estimate) estimate->value = unit_s * (sum(counts) / *elapsed_s);  // no rounding of the parts
  return estimate;
}

}  // namespace

Primary primary(const Run& run, const Performance& performance, const Conditions& conditions,
                std::size_t resample_count) {
  if (run.trials.empty()) return {};
  const Resampling draws = resampling(run, resample_count);
  const auto ttfts = sorted_samples(draws, &TrialNumbers::ttft_ms);
  const Column answers = column(draws, [](const TrialNumbers& trial) {
    return trial.is_success ? std::optional<double>(1) : std::nullopt;
  });
  const Column finished = finished_images(run, draws);
  const MemoryUse memory = memory_use(
      run, performance.ram_gb ? std::optional(*performance.ram_gb * kMbPerGb) : std::nullopt);
  const auto rate = [&](OptionalNumber TrialNumbers::*number) {
    return rate_in_requests(draws, conditions.request_time_s.value_or(0), number);
  };
  return {
      .generated_tokens_per_s = rate(&TrialNumbers::generated_tokens),
      .characters_per_s = rate(&TrialNumbers::characters),
      .latency_ms = latency_ms(draws),
      .latency_variation_percent = latency_variation_percent(draws),
      .answer_length = answer_length(draws),
      .ttft_ms_p50 = quantile_of(draws, ttfts, 0.5),
      .ttft_ms_p90 = quantile_of(draws, ttfts, 0.9),
      .decode_tokens_per_s = decode_tokens_per_s(draws),
      .ttft_ms_mean = mean_of_successes(draws.trials, &TrialNumbers::ttft_ms),
      .decode_ms_mean = mean_of_successes(draws.trials, &TrialNumbers::decode_ms),
      .images_per_s = pace(draws, finished, performance, conditions, 1),
      .answers_per_h = pace(draws, answers, performance, conditions, 3600),
      .overhead_percent = overhead_percent(conditions.request_time_s, performance.elapsed_s),
      .drift_percent = drift_percent(draws),
      .energy = energy_use(run, draws, finished, conditions.power_scope),
      .memory = memory.peak,
      .memory_fit = memory.fit,
      .load_time_s = performance.load_time_s,
      .success_percent = share_percent(success_count(draws.trials), run.trials.size()),
      .capped_percent = share_percent(conditions.capped_count, conditions.cap_known_count),
      .looping_percent = share_percent(conditions.looping_count, conditions.answer_count),
  };
}

}  // namespace sightmark
