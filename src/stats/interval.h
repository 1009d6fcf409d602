#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace sightmark {

// Where a number lies, in its unit; at 95% confidence unless a comment states another.
struct Interval {
  double low, high;

  bool operator==(const Interval&) const = default;
};

// The length that the intervals cover together; overlaps count once.
double covered_length(std::vector<Interval> intervals);

// Wilson's score interval at 95% of a share, from 0 to 1, of which `count` of `all` were seen (E.
// B. Wilson, JASA 22, 1927). Unlike the textbook's interval it holds for shares near 0 and 1. None
// if `all` is 0.
std::optional<Interval> wilson_interval(std::size_t count, std::size_t all);

}  // namespace sightmark
