#include "run/load.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <latch>
#include <mutex>
#include <numeric>
#include <thread>

#include "run/plan.h"

namespace sightmark {
namespace {

using namespace std::chrono_literals;

std::vector<std::size_t> first_orders(std::size_t count) {
  std::vector<std::size_t> orders(count);
  std::iota(orders.begin(), orders.end(), 0);
  return orders;
}

std::vector<ScheduledRequest> plain_requests(std::size_t count) {
  return schedule(first_orders(count), {}, count, 0, now());
}

constexpr auto kNoTick = [] {};

TEST(LoadPattern, HasAName) {
  EXPECT_EQ(load_pattern({}), "single_stream");
  EXPECT_EQ(load_pattern({.concurrency = 4}), "closed_loop");
  EXPECT_EQ(load_pattern({.concurrency = 4, .rate = 2}), "open_loop");
  EXPECT_FALSE(Load{}.may_overlap());
  EXPECT_TRUE(Load{.concurrency = 2}.may_overlap());
}

TEST(Schedule, HasNoTimesInAClosedLoop) {
  for (const ScheduledRequest& request : plain_requests(3)) EXPECT_FALSE(request.scheduled);
}

TEST(Schedule, KeepsTheDistancesOfArrivalsWhenOnlySomeAreLeft) {
  const Instant start = now();
  const auto gaps_s = arrival_gaps_s(4, 2, 7);
  const auto left = schedule({1, 3}, {.rate = 2}, 4, 7, start);
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[1].order, 3u);
  EXPECT_NEAR(seconds_between(start, *left[0].scheduled), gaps_s[1], 1e-6);
  EXPECT_NEAR(seconds_between(*left[0].scheduled, *left[1].scheduled), gaps_s[3], 1e-6);
}

TEST(SendRequests, TakesEachOnceInOrder) {
  std::vector<std::size_t> taken;
  send_requests(plain_requests(100), 1,
                [&](const ScheduledRequest& request) {
                  taken.push_back(request.order);
                  return true;
                },
                kNoTick, {});
  EXPECT_EQ(taken, first_orders(100));
}

TEST(SendRequests, OfNothingReturns) {
  send_requests({}, 8, [](const ScheduledRequest&) { return true; }, kNoTick, {});
}

TEST(SendRequests, TakesEachOnceOnManyThreads) {
  std::mutex mutex;
  std::vector<std::size_t> taken;
  send_requests(plain_requests(500), 8,
                [&](const ScheduledRequest& request) {
                  const std::lock_guard lock(mutex);
                  taken.push_back(request.order);
                  return true;
                },
                kNoTick, {});
  std::sort(taken.begin(), taken.end());
  EXPECT_EQ(taken, first_orders(500));
}

TEST(SendRequests, HasAsManyUnderWayAsThreads) {
  std::latch all_under_way(4);  // that each waits for the others shows that they overlap
  send_requests(plain_requests(4), 4,
                [&](const ScheduledRequest&) {
                  all_under_way.arrive_and_wait();
                  return true;
                },
                kNoTick, {});
}

TEST(SendRequests, TakesNoMoreAfterARefusal) {
  std::atomic<int> count = 0;
  send_requests(plain_requests(100), 1, [&](const ScheduledRequest&) { return ++count < 3; },
                kNoTick, {});
  EXPECT_EQ(count, 3);
}

TEST(SendRequests, TakesNoMoreAfterAStop) {
  std::stop_source stop;
  std::atomic<int> count = 0;
  send_requests(
      plain_requests(100), 1,
      [&](const ScheduledRequest&) {
        if (++count == 5) stop.request_stop();
        return true;
      },
      kNoTick, stop.get_token());
  EXPECT_EQ(count, 5);
}

TEST(SendRequests, TicksWhileATurnTakesLong) {
  std::atomic<bool> has_ticked = false;
  send_requests(
      plain_requests(1), 1,
      [&](const ScheduledRequest&) {
        while (!has_ticked) std::this_thread::sleep_for(1ms);
        return true;
      },
      [&] { has_ticked = true; }, {});
  EXPECT_TRUE(has_ticked);
}

TEST(SleepUntil, ReturnsAtTheMoment) {
  const Instant moment = now() + 20ms;
  EXPECT_TRUE(sleep_until(moment, {}));
  EXPECT_GE(now(), moment);
}

TEST(SleepUntil, EndsAtOnceWhereStopped) {
  std::stop_source stop;
  std::jthread stopper([&] { stop.request_stop(); });
  EXPECT_FALSE(sleep_until(now() + 1h, stop.get_token()));
}

}  // namespace
}  // namespace sightmark
