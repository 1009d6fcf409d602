#include "stats/quantile.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sightmark {
namespace {

constexpr double kDoubt = 0.01;

double population_sd(std::span<const double> samples, double mean) {
  double squares = 0;
  for (const double sample : samples) squares += (sample - mean) * (sample - mean);
  return std::sqrt(squares / static_cast<double>(samples.size()));
}

}  // namespace

double quantile_of_sorted(std::span<const double> sorted, double p) {
  const double rank = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(rank);
  const auto above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], rank - static_cast<double>(below));
}

std::optional<double> quantile(std::span<const double> samples, double p) {
  if (samples.empty()) return std::nullopt;

  std::vector<double> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end());
  return quantile_of_sorted(sorted, p);
}

// Sums the terms from 0 up, as logarithms: (p)^n is below every double for a large n.
std::optional<std::size_t> certified_exceedance_count(std::size_t n, double p) {
  const double log_odds = std::log1p(-p) - std::log(p);
  double log_term = static_cast<double>(n) * std::log(p);
  double sum = std::exp(log_term);
  if (sum > kDoubt) return std::nullopt;
  std::size_t t = 0;
  while (t < n) {
    log_term += std::log(static_cast<double>(n - t) / static_cast<double>(t + 1)) + log_odds;
    sum += std::exp(log_term);
    if (sum > kDoubt) break;
    ++t;
  }
  return t;
}

std::optional<double> certified_quantile(std::span<const double> sorted, double p) {
  const std::size_t t = certified_exceedance_count(sorted.size(), p).value_or(0);
  if (t == 0) return std::nullopt;
  return sorted[sorted.size() - t];
}

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
