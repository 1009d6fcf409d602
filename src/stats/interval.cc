#include "stats/interval.h"

#include <algorithm>

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

}  // namespace sightmark
