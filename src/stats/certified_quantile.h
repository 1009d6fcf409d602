#pragma once

#include <cstddef>
#include <optional>
#include <span>

// What a sample can promise of a tail: MLPerf's early-stopping rule (V. J. Reddi et al., 'MLPerf
// Inference Benchmark', ISCA 2020, and its inference rules). It takes the samples for independent.
namespace sightmark {

// An upper bound, at 99% confidence, of the p-quantile of what the samples were drawn from, which
// stand in ascending order; nothing where they are too few to promise any. Requires 0 < p < 1.
std::optional<double> certified_quantile(std::span<const double> sorted, double p);

// The largest t for which P(Binomial(n, 1 - p) <= t) <= 0.01: the t-th highest of n samples is that
// bound where t is 1 or more. Nothing where not even 0 is rare enough.
std::optional<std::size_t> certified_exceedance_count(std::size_t n, double p);

// The fewest samples that promise anything: 64 for p90, 662 for p99.
std::size_t least_certifying_count(double p);

}  // namespace sightmark
