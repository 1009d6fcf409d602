#include <gtest/gtest.h>

#include "run/run_clock.h"

namespace sightmark {
namespace {

using namespace std::chrono_literals;

TEST(RunClock, StartsWhereTheEarlierPartEnded) {
  const Instant start = now();
  const RunClock clock(start, 12.5);
  EXPECT_DOUBLE_EQ(clock.at(start), 12.5);
  EXPECT_DOUBLE_EQ(clock.at(start + 2s), 14.5);
}

TEST(RunClock, DoesNotCountWhatIsSkipped) {
  const Instant start = now();
  RunClock clock(start, 0);
  clock.skip(3);
  EXPECT_DOUBLE_EQ(clock.at(start + 10s), 7);
}

TEST(ClockWatch, SeesNothingWhereBothClocksGoTogether) {
  const ClockWatch::WallTime wall{};
  const Instant moment{};
  ClockWatch watch(wall, moment);
  EXPECT_EQ(watch.step(wall + 10s, moment + 10s), std::nullopt);
  EXPECT_EQ(watch.step(wall + 20s, moment + 20500ms), std::nullopt);  // slewed by NTP
}

TEST(ClockWatch, SeesAStepOnceForwardAndBack) {
  const ClockWatch::WallTime wall{};
  const Instant moment{};
  ClockWatch watch(wall, moment);
  EXPECT_DOUBLE_EQ(watch.step(wall + 3601s, moment + 1s).value(), 3600);
  EXPECT_EQ(watch.step(wall + 3602s, moment + 2s), std::nullopt);
  EXPECT_DOUBLE_EQ(watch.step(wall + 3s, moment + 3s).value(), -3600);
}

}  // namespace
}  // namespace sightmark
