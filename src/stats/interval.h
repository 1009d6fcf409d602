#pragma once

#include <vector>

namespace sightmark {

// Where a number lies, in its own unit; at 95% confidence unless something else is said.
struct Interval {
  double low, high;

  bool operator==(const Interval&) const = default;
};

// How much the intervals cover together: where they overlap, counted once.
double covered_length(std::vector<Interval> intervals);

}  // namespace sightmark
