#pragma once

#include <optional>
#include <span>

namespace sightmark {

// y = intercept + slope x, in the units of y and x.
struct FittedLine {
  double intercept, slope;
};

// The line of Theil and Sen: its slope is the median of the slopes between every two points, its
// intercept the median of what the slope leaves. A third of the points may lie anywhere. Nothing
// where all x are the same. Takes time with the square of the number of points (Sen, 'Estimates of
// the regression coefficient based on Kendall's tau', 1968).
std::optional<FittedLine> robust_line(std::span<const double> x, std::span<const double> y);

}  // namespace sightmark
