#include "run/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

#include "run/plan.h"

namespace sightmark {

std::string_view load_pattern(const Load& load) {
  if (load.rate) return "open_loop";
  return load.concurrency > 1 ? "closed_loop" : "single_stream";
}

std::vector<ScheduledRequest> schedule(const std::vector<std::size_t>& orders, const Load& load,
                                       std::size_t trial_count, std::uint64_t seed, Instant start) {
  std::vector<ScheduledRequest> requests;
  if (!load.rate) {
    for (const std::size_t order : orders) requests.push_back({order, std::nullopt});
    return requests;
  }
  const std::vector<double> gaps_s = arrival_gaps_s(trial_count, *load.rate, seed);
  double since_start_s = 0;
  for (const std::size_t order : orders) {
    since_start_s += gaps_s[order];
    requests.push_back({order, start + duration_of(since_start_s)});
  }
  return requests;
}

Expected<void> send_requests(const std::vector<ScheduledRequest>& requests,
                             std::size_t thread_count, const SendRequest& send,
                             const std::function<void()>& tick, const std::stop_token& stop) {
  constexpr std::chrono::milliseconds kTick{100};
  std::atomic<std::size_t> next{0};
  std::atomic<bool> is_over{false};
  std::mutex mutex;
  std::condition_variable one_is_idle;
  std::size_t working_count = 0;

  const auto work = [&] {
    for (std::size_t i = next++; i < requests.size() && !is_over && !stop.stop_requested();
         i = next++) {
      if (!send(requests[i])) is_over = true;
    }
    const std::lock_guard lock(mutex);
    --working_count;
    one_is_idle.notify_one();
  };
  std::vector<std::jthread> threads;
  Expected<void> started;
  const std::size_t wanted_count = std::min(thread_count, requests.size());
  std::unique_lock lock(mutex);
  try {
    for (; working_count < wanted_count; ++working_count) threads.emplace_back(work);
  } catch (const std::system_error& error) {
    is_over = true;
    started = fail(fmt::format(
        "cannot start {} threads, one for each request under way: {}; lower --concurrency",
        wanted_count, error.code().message()));
  }
  while (!one_is_idle.wait_for(lock, kTick, [&] { return working_count == 0; })) {
    lock.unlock();
    tick();
    lock.lock();
  }
  return started;
}

}  // namespace sightmark
