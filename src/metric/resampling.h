#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <vector>

#include "base/optional_number.h"
#include "metric/estimate.h"
#include "record/run.h"
#include "stats/bootstrap.h"

// What the numbers of a run and their intervals are computed with: those of each trial, which image
// it is about, and the draws of images. A number is a ratio of two columns of sums, one sum an
// image.
namespace sightmark {

struct TrialNumbers {
  std::uint32_t image;  // one that names no image has its own
  bool is_success;
  OptionalNumber request_s;  // of its request, from its sending where that is recorded
  OptionalNumber latency_ms, ttft_ms, decode_ms;
  OptionalNumber generated_tokens, characters;
  OptionalNumber energy_j;  // as recorded, else its power times its latency
};

struct Resampling {
  std::vector<TrialNumbers> trials;  // in order of the run
  Bootstrap bootstrap;
};

// Without resamples nothing has an interval.
Resampling resampling(const Run& run, std::size_t resample_count = Bootstrap::kResampleCount);

using Column = std::vector<double>;

// For each image the sum of what `of(trial numbers)`, an optional number, is over its trials.
template <typename Of>
Column column(const Resampling& run, Of of) {
  Column sums(run.bootstrap.cluster_count());
  for (const TrialNumbers& trial : run.trials) sums[trial.image] += of(trial).value_or(0);
  return sums;
}

inline double sum(const Column& column) {
  return std::accumulate(column.begin(), column.end(), 0.0);
}

// The ratio of the columns' sums times `scale`; nothing where the lower one is 0.
std::optional<Estimate> ratio(const Resampling& run, const Column& above, const Column& below,
                              double scale = 1);

// A number of the successful trials that have it, in ascending order.
std::vector<ClusterSample> sorted_samples(const Resampling& run,
                                          OptionalNumber TrialNumbers::*number);

// The p-quantile (type 7); nothing of no samples.
std::optional<Estimate> quantile_of(const Resampling& run, const std::vector<ClusterSample>& sorted,
                                    double p);

}  // namespace sightmark
