#pragma once

#include <atomic>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>

#include "base/clock.h"

namespace sightmark {

// Seconds of measuring: the clock starts with the first measured trial and stops during cooldowns
// and between an interruption and the resume, so that it ends at the run's elapsed time. May be
// read from any thread.
class RunClock {
 public:
  // `done_s` is the time that the earlier parts of the run took.
  RunClock(Instant start, double done_s) : origin_(start - duration_of(done_s)) {}

  double at(Instant moment) const { return seconds_between(origin_, moment); }

  // The moment at which the clock shows `seconds`.
  Instant moment(double seconds) const { return origin_.load() + duration_of(seconds); }

  // Leaves the last `seconds` out.
  void skip(double seconds) { origin_ = origin_.load() + duration_of(seconds); }

 private:
  std::atomic<Instant> origin_;
};

// Detects when the wall clock and the monotonic clock drift apart by more than a second between two
// calls: the clock was set, or the machine slept. NTP's slow corrections stay below that.
class ClockWatch {
 public:
  using WallTime = std::chrono::system_clock::time_point;

  ClockWatch(WallTime wall, Instant moment) : wall_(wall), moment_(moment) {}

  // The seconds that the wall clock jumped since the previous call; no value if it did not jump.
  std::optional<double> step(WallTime wall, Instant moment) {
    const std::chrono::duration<double> wall_passed = wall - std::exchange(wall_, wall);
    const std::chrono::duration<double> passed = moment - std::exchange(moment_, moment);
    const double step_s = (wall_passed - passed).count();
    return std::abs(step_s) > 1 ? std::optional(step_s) : std::nullopt;
  }

 private:
  WallTime wall_;
  Instant moment_;
};

}  // namespace sightmark
