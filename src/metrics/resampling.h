#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <vector>

#include "metrics/estimate.h"
#include "record/run.h"
#include "stats/bootstrap.h"

// What the intervals of a run's numbers are computed with: which image each trial is about, and the
// draws of images. A number is a ratio of two columns of sums, one sum an image.
namespace sightmark {

struct Resampling {
  const std::vector<Trial>& trials;
  std::vector<std::uint32_t> image_by_trial;  // one that names no image has its own
  Bootstrap bootstrap;
};

// Of a run, as long as that stays where it is.
Resampling resampling(const Run& run);

using Column = std::vector<double>;

// For each image the sum of what `of(trial)`, an optional number, is over its trials.
template <typename Of>
Column column(const Resampling& run, Of of) {
  Column sums(run.bootstrap.cluster_count());
  for (std::size_t i = 0; i < run.trials.size(); ++i) {
    sums[run.image_by_trial[i]] += of(run.trials[i]).value_or(0);
  }
  return sums;
}

inline double sum(const Column& column) {
  return std::accumulate(column.begin(), column.end(), 0.0);
}

// The ratio of the columns' sums times `scale`; nothing where the lower one is 0.
std::optional<Estimate> ratio(const Resampling& run, const Column& above, const Column& below,
                              double scale = 1);

// What `of` finds in successful trials, in ascending order.
template <typename Of>
std::vector<ClusterSample> sorted_samples(const Resampling& run, Of of) {
  std::vector<ClusterSample> samples;
  for (std::size_t i = 0; i < run.trials.size(); ++i) {
    if (!run.trials[i].error.empty()) continue;
    if (const auto value = of(run.trials[i])) samples.push_back({*value, run.image_by_trial[i]});
  }
  std::sort(samples.begin(), samples.end());
  return samples;
}

// The p-quantile (type 7); nothing of no samples.
std::optional<Estimate> quantile_of(const Resampling& run, const std::vector<ClusterSample>& sorted,
                                    double p);

}  // namespace sightmark
