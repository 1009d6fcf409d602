#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/clock.h"
#include "telemetry/series.h"

// Energy of a window of time from samples; the rules are in docs/power.md.
namespace sightmark {

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
// first and the last sample by the slope beside them. Nothing where fewer than two samples lie in
// the window, where an edge is in a gap above kLongestGapS, or where the counter ran backwards.
std::optional<double> counter_energy(std::span<const TimedValue> joules, Instant from, Instant to);

// Makes a counter that starts again at 0 after `largest` one that only grows.
class CounterUnwrap {
 public:
  explicit CounterUnwrap(std::uint64_t largest) : largest_(largest) {}

  std::uint64_t unwrapped(std::uint64_t raw);

 private:
  std::uint64_t largest_, last_ = 0, base_ = 0;
};

}  // namespace sightmark
