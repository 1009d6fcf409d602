#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace sightmark {

// Quantile by linear interpolation between order statistics (Hyndman and Fan, type 7).
// Empty input has no quantile.  Requires 0 <= p <= 1.
std::optional<double> quantile(std::span<const double> samples, double p);

// The same of samples that already stand in ascending order; requires at least one.
double quantile_of_sorted(std::span<const double> sorted, double p);

// An upper bound, at 99% confidence, of the p-quantile of what the samples were drawn from, which
// stand in ascending order and must be independent; nothing if they are too few for one. Requires
// 0 < p < 1. It is MLPerf's early-stopping rule (V. J. Reddi et al., 'MLPerf Inference Benchmark',
// ISCA 2020, and its inference rules).
std::optional<double> certified_quantile(std::span<const double> sorted, double p);

// The largest t for which P(Binomial(n, 1 - p) <= t) <= 0.01: the t-th highest of n samples is that
// bound if t is 1 or more. Nothing if not even t = 0 is rare enough.
std::optional<std::size_t> certified_exceedance_count(std::size_t n, double p);

// How samples are spread, in their unit.
struct Distribution {
  std::size_t count;
  double mean;
  double sd;  // population: divided by n
  double min, q1, median, q3, p90, p95, p99, max;
  double low_whisker, high_whisker;  // the outermost samples within 1.5 IQR of the box (Tukey)
};

// Nothing for no samples. Quantiles are of type 7.
std::optional<Distribution> distribution(std::span<const double> samples);

// Arithmetic mean; nothing for no samples.
std::optional<double> mean(std::span<const double> samples);

// `count` of them at even distances, or all.
template <typename Item>
std::vector<Item> evenly_spaced(const std::vector<Item>& all, std::size_t count) {
  if (all.size() <= count) return all;
  std::vector<Item> some;
  for (std::size_t i = 0; i < count; ++i) some.push_back(all[i * all.size() / count]);
  return some;
}

// Coefficient of variation in percent: sd / mean x 100. Nothing if the mean is 0.
std::optional<double> variation_percent(const Distribution& samples);

}  // namespace sightmark
