#include "metric/resampling.h"

#include <utility>

#include "metric/energy_use.h"
#include "metric/speed.h"
#include "record/name_table.h"
#include "stats/quantile.h"
#include "stats/sort_amounts.h"

namespace sightmark {
Resampling resampling(const Run& run, std::size_t resample_count) {
  NameTable names;
  std::vector<TrialNumbers> trials;
  trials.reserve(run.trials.size());
  constexpr std::uint32_t kUnnamed = ~std::uint32_t{0};
  for (const Trial& trial : run.trials) {
    const std::uint32_t image = trial.image.empty() ? kUnnamed : names.index_of(trial.image);
    TrialNumbers& numbers = trials.emplace_back();
    numbers.image = image;
    numbers.is_success = trial.error.empty();
    numbers.request_s = request_s(trial);
    numbers.latency_ms = trial.latency_ms;
    numbers.ttft_ms = trial.ttft_ms;
    numbers.decode_ms = trial.decode_ms;
    numbers.generated_tokens = generated_tokens(trial);
    numbers.characters = characters(trial);
    numbers.energy_j = trial_energy_j(trial);
  }
  auto image_count = static_cast<std::uint32_t>(names.size());
  for (TrialNumbers& trial : trials) {
    if (trial.image == kUnnamed) trial.image = image_count++;
  }
  return {std::move(trials), Bootstrap(image_count, resample_count)};
}

std::vector<ClusterSample> sorted_samples(const Resampling& run,
                                          OptionalNumber TrialNumbers::*number) {
  std::vector<ClusterSample> samples;
  samples.reserve(run.trials.size());
  for (const TrialNumbers& trial : run.trials) {
    if (trial.is_success && trial.*number) samples.push_back({*(trial.*number), trial.image});
  }
  sort_by_amount(std::span(samples), [](const ClusterSample& own) { return own.value; });
  return samples;
}

std::optional<Estimate> ratio(const Resampling& run, const Column& above, const Column& below,
                              double scale) {
  const double divisor = sum(below);
  if (divisor == 0) return std::nullopt;
  Estimate estimate{scale * sum(above) / divisor, run.bootstrap.of_ratio(above, below)};
  if (estimate.interval) {
    estimate.interval->low *= scale;
    estimate.interval->high *= scale;
  }
  return estimate;
}

std::optional<Estimate> quantile_of(const Resampling& run, const std::vector<ClusterSample>& sorted,
                                    double p) {
  if (sorted.empty()) return std::nullopt;
  std::vector<double> values;
  values.reserve(sorted.size());
  for (const ClusterSample& sample : sorted) values.push_back(sample.value);
  return Estimate{quantile_of_sorted(values, p), run.bootstrap.of_quantile(sorted, p)};
}

}  // namespace sightmark
