#include "stats/distribution.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "stats/quantile.h"

namespace sightmark {
namespace {

double population_sd(std::span<const double> samples, double mean) {
  double squares = 0;
  for (const double sample : samples) squares += (sample - mean) * (sample - mean);
  return std::sqrt(squares / static_cast<double>(samples.size()));
}

}  // namespace

std::optional<double> mean(std::span<const double> samples) {
  if (samples.empty()) return std::nullopt;
  return std::accumulate(samples.begin(), samples.end(), 0.0) / static_cast<double>(samples.size());
}

std::optional<Distribution> distribution(std::span<const double> samples) {
  if (samples.empty()) return std::nullopt;

  std::vector<double> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&](double p) { return quantile_of_sorted(sorted, p); };

  const double average = *mean(samples);
  const double q1 = at(0.25), q3 = at(0.75), reach = 1.5 * (q3 - q1);
  const double low = *std::lower_bound(sorted.begin(), sorted.end(), q1 - reach);
  const double high = *std::prev(std::upper_bound(sorted.begin(), sorted.end(), q3 + reach));
  return Distribution{.count = sorted.size(),
                      .mean = average,
                      .sd = population_sd(sorted, average),
                      .min = sorted.front(),
                      .q1 = q1,
                      .median = at(0.5),
                      .q3 = q3,
                      .p90 = at(0.90),
                      .p95 = at(0.95),
                      .p99 = at(0.99),
                      .max = sorted.back(),
                      .low_whisker = std::min(low, q1),
                      .high_whisker = std::max(high, q3)};
}

std::optional<double> variation_percent(const Distribution& samples) {
  if (samples.mean == 0) return std::nullopt;
  return samples.sd / samples.mean * 100;
}

}  // namespace sightmark
