#include "stats/proportion.h"

#include <algorithm>
#include <cmath>

namespace sightmark {

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
