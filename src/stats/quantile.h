#pragma once

#include <optional>
#include <span>

namespace sightmark {

// Quantile by linear interpolation between order statistics (Hyndman and Fan, type 7).
// Empty input has no quantile.  Requires 0 <= p <= 1.
std::optional<double> quantile(std::span<const double> samples, double p);

// The same of samples that already stand in ascending order; requires at least one.
double quantile_of_sorted(std::span<const double> sorted, double p);

}  // namespace sightmark
