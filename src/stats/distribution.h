#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace sightmark {

// How samples are spread, in their unit.
struct Distribution {
  std::size_t count;
  double mean;
  double sd;  // population: divided by n
  double min, q1, median, q3, p90, p95, p99, max;
  double low_whisker, high_whisker;  // the outermost samples within 1.5 IQR of the box (Tukey)
};

// Nothing for no samples. Quantiles are of type 7 (see quantile.h).
std::optional<Distribution> distribution(std::span<const double> samples);

// Arithmetic mean; nothing for no samples.
std::optional<double> mean(std::span<const double> samples);

// Coefficient of variation in percent: sd / mean x 100. Nothing if the mean is 0.
std::optional<double> variation_percent(const Distribution& samples);

}  // namespace sightmark
