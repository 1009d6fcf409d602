#include "stats/interval.h"

#include <algorithm>
#include <cmath>

namespace sightmark {

double covered_length(std::vector<Interval> intervals) {
  std::sort(intervals.begin(), intervals.end(),
            [](const Interval& a, const Interval& b) { return a.low < b.low; });
  double length = 0, covered_until = intervals.empty() ? 0 : intervals.front().low;
  for (const auto& [low, high] : intervals) {
    length += std::max(0.0, high - std::max(low, covered_until));
    covered_until = std::max(covered_until, high);
  }
  return length;
}

std::optional<Interval> wilson_interval(std::size_t count, std::size_t all) {
  if (all == 0) return std::nullopt;
  constexpr double kZ = 1.959963984540054;  // the normal distribution's 0.975-quantile
  const auto n = static_cast<double>(all);
  const double share = static_cast<double>(count) / n;
  const double center = (share + kZ * kZ / (2 * n)) / (1 + kZ * kZ / n);
  const double reach =
      kZ * std::sqrt(share * (1 - share) / n + kZ * kZ / (4 * n * n)) / (1 + kZ * kZ / n);
  return Interval{count == 0 ? 0 : center - reach, count == all ? 1 : center + reach};
}

}  // namespace sightmark
