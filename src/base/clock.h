#pragma once

#include <chrono>
#include <string>

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

}  // namespace sightmark
