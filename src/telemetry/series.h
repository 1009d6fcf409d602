#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.h"

// Values of one quantity over time, and energy from them by the rules of docs/power.md.
namespace sightmark {

struct TimedValue {
  Instant time;
  double value;
};

// The latest values of one quantity in order of time, at most `limit` of them.
class Series {
 public:
  explicit Series(std::size_t limit) : limit_(limit) {}

  // Adds a value; left out where it is not later than the last one.
  void add(TimedValue value);

  // Drops what lies before `moment`, except the last value before it, which an interpolation needs.
  void forget_before(Instant moment);

  std::span<const TimedValue> values() const { return std::span(values_).subspan(begin_); }

 private:
  void drop(std::size_t count);

  std::size_t limit_, begin_ = 0;
  std::vector<TimedValue> values_;
};

// How many of the values, in order of time, are at `moment` or before.
std::size_t count_until(std::span<const TimedValue> values, Instant moment);

// Between samples further apart than this, in seconds, the power is not known.
inline constexpr double kLongestGapS = 3;

struct PowerSummary {
  std::optional<double> energy_j;  // trapezoids, with the power at the window's edges interpolated
  std::optional<double> mean_w;    // that energy over the window's duration
  std::optional<double> peak_w, min_w;  // of the samples within the window
  std::size_t sample_count = 0;         // within the window
};

// Power in watts over [from, to]; `watts` in order of time. No energy where fewer than two samples
// lie in the window, or where a gap is above kLongestGapS. Before the first and after the last
// sample their power is taken to hold.
PowerSummary power_summary(std::span<const TimedValue> watts, Instant from, Instant to);

// Energy over [from, to] by a counter of joules, interpolated at the window's edges; beyond the
// first and the last sample by the slope beside them. Nothing if fewer than two samples lie in
// the window, where an edge is in a gap above kLongestGapS, or where the counter ran backwards.
std::optional<double> counter_energy(std::span<const TimedValue> joules, Instant from, Instant to);

}  // namespace sightmark
