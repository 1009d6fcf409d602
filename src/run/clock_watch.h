#pragma once

#include <chrono>
#include <optional>

#include "base/clock.h"

namespace sightmark {

// Notices where the wall clock goes by more than a second apart from the monotonic one: it was set,
// or the machine slept. Slow corrections (NTP) are none.
class ClockWatch {
 public:
  using WallTime = std::chrono::system_clock::time_point;

  ClockWatch(WallTime wall, Instant moment) : wall_(wall), moment_(moment) {}

  // By how many seconds the wall clock has jumped since the call before; nothing where it has not.
  std::optional<double> step(WallTime wall, Instant moment);

 private:
  WallTime wall_;
  Instant moment_;
};

}  // namespace sightmark
