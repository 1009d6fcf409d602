#include "base/clock.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

namespace sightmark {
namespace {

using std::chrono::microseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using std::chrono::system_clock;

// While it lives, local time is that of the zone.
class TimeZone {
 public:
  explicit TimeZone(const char* zone) {
    if (const char* old = std::getenv("TZ")) old_ = old;
    ::setenv("TZ", zone, 1);
    ::tzset();
  }
  TimeZone(const TimeZone&) = delete;
  TimeZone& operator=(const TimeZone&) = delete;
  ~TimeZone() {
    old_ ? ::setenv("TZ", old_->c_str(), 1) : ::unsetenv("TZ");
    ::tzset();
  }

 private:
  std::optional<std::string> old_;
};

system_clock::time_point moment(seconds since_1970, nanoseconds rest = {}) {
  return system_clock::time_point(since_1970 + rest);
}

TEST(LocalTimestamp, HasMicrosecondsAndNoZone) {
  const TimeZone zone("UTC0");
  EXPECT_EQ(local_timestamp(moment(seconds(1768547742), microseconds(667467))),
            "2026-01-16T07:15:42.667467");
}

TEST(LocalTimestamp, IsOfTheLocalZone) {
  const TimeZone zone("EST5");
  EXPECT_EQ(local_timestamp(moment(seconds(1768547742))), "2026-01-16T02:15:42.000000");
}

TEST(LocalTimestamp, KeepsLeadingZerosAndCutsNanoseconds) {
  const TimeZone zone("UTC0");
  EXPECT_EQ(local_timestamp(moment(seconds(0), nanoseconds(1999))), "1970-01-01T00:00:00.000001");
}

TEST(LocalTimestamp, BeforeTheEpochCountsForward) {
  const TimeZone zone("UTC0");
  EXPECT_EQ(local_timestamp(moment(seconds(0), microseconds(-1))), "1969-12-31T23:59:59.999999");
}

TEST(SecondsOf, GiveTheDifferenceOfTimestamps) {
  const auto late = seconds_of("2026-03-01T00:00:01.250000"),
             early = seconds_of("2026-02-28T23:59:59");
  ASSERT_TRUE(late && early);
  EXPECT_DOUBLE_EQ(*late - *early, 2.25);
  EXPECT_EQ(seconds_of("1970-01-02T01:01:01"), 86400.0 + 3661);
  for (const char* wrong : {"", "2026-02-30T00:00:00", "2026-02-28 00:00:00", "2026-02-28T00:00:0x",
                            "2026-02-28T00:00:00.5s", "-026-02-28T00:00:00", "2026-02-28T00:00:-1",
                            "2026-02-28T00:00:nan", "2026-02-28T24:00:00"}) {
    EXPECT_FALSE(seconds_of(wrong)) << wrong;
  }
}

TEST(UtcDate, IsTheDayOfASecond) {
  EXPECT_EQ(utc_date("0"), "1970-01-01");
  EXPECT_EQ(utc_date("86399"), "1970-01-01");
  EXPECT_EQ(utc_date("1768547742"), "2026-01-16");
  for (const char* wrong :
       {"", "tomorrow", "1x", "1.5", "-1", "253402300800", "9999999999999999999999"}) {
    EXPECT_FALSE(utc_date(wrong)) << wrong;
  }
}

TEST(SecondsBetween, AreNegativeWhereTheOrderIs) {
  const Instant start{};
  EXPECT_EQ(seconds_between(start, start + std::chrono::milliseconds(1500)), 1.5);
  EXPECT_EQ(seconds_between(start + std::chrono::milliseconds(1500), start), -1.5);
  EXPECT_EQ(milliseconds_between(start, start + microseconds(250)), 0.25);
}

}  // namespace
}  // namespace sightmark
