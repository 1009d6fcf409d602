#include "metrics/resampling.h"

#include <utility>

#include "record/name_table.h"
#include "stats/quantile.h"

namespace sightmark {

Resampling resampling(const Run& run) {
  NameTable names;
  std::vector<std::uint32_t> image_by_trial;
  image_by_trial.reserve(run.trials.size());
  constexpr std::uint32_t kUnnamed = ~std::uint32_t{0};
  for (const Trial& trial : run.trials) {
    image_by_trial.push_back(trial.image.empty() ? kUnnamed : names.index_of(trial.image));
  }
  auto image_count = static_cast<std::uint32_t>(names.size());
  for (std::uint32_t& image : image_by_trial) {
    if (image == kUnnamed) image = image_count++;
  }
  return {run.trials, std::move(image_by_trial), Bootstrap(image_count)};
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
