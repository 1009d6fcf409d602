#pragma once

#include <optional>

#include "stats/bootstrap.h"

namespace sightmark {

// A number of a run and, where one exists, the interval at 95% in which it lies, in the same unit.
struct Estimate {
  double value;
  std::optional<Interval> interval;
};

// The number alone.
inline std::optional<double> value_of(const std::optional<Estimate>& estimate) {
  return estimate ? std::optional(estimate->value) : std::nullopt;
}

inline std::optional<Interval> interval_of(const std::optional<Estimate>& estimate) {
  return estimate ? estimate->interval : std::nullopt;
}

}  // namespace sightmark
