#pragma once

#include <cstddef>
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

// Whether differences of pairs lie to one side of 0 (F. Wilcoxon, 'Individual Comparisons by
// Ranking Methods', Biometrics Bulletin 1, 1945).
struct SignedRankTest {
  std::size_t pair_count;    // with a difference that is not 0
  double positive_rank_sum;  // W+: ranks of the sizes of the positive ones; ties share their mean
  double p_value;            // of both sides
};

// Pairs without a difference are left out. Exact for up to 50 pairs, ties included; beyond that by
// the normal distribution, corrected for ties and continuity. Nothing if no pair differs.
std::optional<SignedRankTest> signed_rank_test(std::span<const double> differences);

}  // namespace sightmark
