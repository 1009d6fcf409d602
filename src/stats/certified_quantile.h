#pragma once

#include <cstddef>
#include <optional>
#include <span>

// What a sample says about a tail with confidence: MLPerf's early-stopping rule (V. J. Reddi et
// al., 'MLPerf Inference Benchmark', ISCA 2020, and its inference rules). It assumes independent
// samples.
namespace sightmark {

// An upper bound, at 99% confidence, of the p-quantile of what the samples were drawn from, which
// stand in ascending order; nothing if they are too few for one. Requires 0 < p < 1.
std::optional<double> certified_quantile(std::span<const double> sorted, double p);

// The largest t for which P(Binomial(n, 1 - p) <= t) <= 0.01: the t-th highest of n samples is that
// bound if t is 1 or more. Nothing if not even t = 0 is rare enough.
std::optional<std::size_t> certified_exceedance_count(std::size_t n, double p);

}  // namespace sightmark
