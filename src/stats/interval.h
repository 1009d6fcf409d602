#pragma once

namespace sightmark {

// Where a number lies, in its own unit; at 95% confidence unless something else is said.
struct Interval {
  double low, high;

  bool operator==(const Interval&) const = default;
};

}  // namespace sightmark
