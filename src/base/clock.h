#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace sightmark {

// A moment of the monotonic clock, which changes of the wall clock do not move.
using Instant = std::chrono::steady_clock::time_point;

inline Instant now() { return std::chrono::steady_clock::now(); }

inline double seconds_between(Instant from, Instant to) {
  return std::chrono::duration<double>(to - from).count();
}

inline double milliseconds_between(Instant from, Instant to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

inline Instant::duration duration_of(double seconds) {
  return std::chrono::duration_cast<Instant::duration>(std::chrono::duration<double>(seconds));
}

// Waits until `moment`; returns false if stopped.
bool sleep_until(Instant moment, const std::stop_token& stop);

// A moment of the wall clock as local time without a zone, in the form of the reference format:
// "2026-01-16T07:15:42.667467".
std::string local_timestamp(std::chrono::system_clock::time_point moment);

// The seconds from the start of 1970 to such a timestamp, as if both were UTC: only differences
// have a meaning. Any other text has none.
std::optional<double> seconds_of(std::string_view local_timestamp);

// "2026-01-16", the day in UTC of a decimal number of seconds since 1970, as SOURCE_DATE_EPOCH has
// it. Any other text has none.
std::optional<std::string> utc_date(std::string_view seconds_since_1970);

}  // namespace sightmark
