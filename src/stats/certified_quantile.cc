#include "stats/certified_quantile.h"

#include <cmath>

namespace sightmark {
namespace {

constexpr double kDoubt = 0.01;

}  // namespace

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

}  // namespace sightmark
