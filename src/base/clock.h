#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sightmark {

// A moment of the monotonic clock, which no change of the wall clock moves.
using Instant = std::chrono::steady_clock::time_point;

inline Instant now() { return std::chrono::steady_clock::now(); }

inline double seconds_between(Instant from, Instant to) {
  return std::chrono::duration<double>(to - from).count();
}

inline double milliseconds_between(Instant from, Instant to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

// A moment of the wall clock as local time without a zone, as the reference format has it:
// "2026-01-16T07:15:42.667467".
std::string local_timestamp(std::chrono::system_clock::time_point moment);

// The seconds from the first moment of 1970 to such a timestamp, both by the same clock on a wall:
// only differences mean something. Nothing for any other text.
std::optional<double> seconds_of(std::string_view local_timestamp);

}  // namespace sightmark
