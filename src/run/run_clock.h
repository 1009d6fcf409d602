#pragma once

#include <atomic>

#include "base/clock.h"

namespace sightmark {

// The run's own clock in seconds: it starts with the first measured trial and stands still during
// cooldowns and between an interruption and the resume, so that it ends at the elapsed time of the
// run. May be read from any thread.
class RunClock {
 public:
  // `done_s` had passed before.
  RunClock(Instant start, double done_s) : origin_(start - duration(done_s)) {}

  double at(Instant moment) const { return seconds_between(origin_, moment); }

  // When it stood so.
  Instant moment(double seconds) const { return origin_.load() + duration(seconds); }

  // What has just passed does not count.
  void skip(double seconds) { origin_ = origin_.load() + duration(seconds); }

 private:
  static Instant::duration duration(double seconds) {
    return std::chrono::duration_cast<Instant::duration>(std::chrono::duration<double>(seconds));
  }

  std::atomic<Instant> origin_;
};

}  // namespace sightmark
