#include "run/clock_watch.h"

#include <cmath>
#include <utility>

namespace sightmark {

std::optional<double> ClockWatch::step(WallTime wall, Instant moment) {
  const std::chrono::duration<double> wall_passed = wall - std::exchange(wall_, wall);
  const std::chrono::duration<double> passed = moment - std::exchange(moment_, moment);
  const double step_s = (wall_passed - passed).count();
  if (std::abs(step_s) <= 1) return std::nullopt;
  return step_s;
}

}  // namespace sightmark
