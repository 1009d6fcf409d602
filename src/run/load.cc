#include "run/load.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "run/plan.h"

namespace sightmark {
namespace {

constexpr std::chrono::milliseconds kTick{100};

}  // namespace

std::string_view load_pattern(const Load& load) {
  if (load.rate) return "open_loop";
  return load.concurrency > 1 ? "closed_loop" : "single_stream";
}

std::vector<Turn> turns(const std::vector<std::size_t>& orders, const Load& load,
                        std::size_t trial_count, std::uint64_t seed, Instant start) {
  std::vector<Turn> result;
  if (!load.rate) {
    for (const std::size_t order : orders) result.push_back({order, std::nullopt});
    return result;
  }
  const std::vector<double> gaps_s = arrival_gaps_s(trial_count, *load.rate, seed);
  std::chrono::duration<double> since_start{0};
  for (const std::size_t order : orders) {
    since_start += std::chrono::duration<double>(gaps_s[order]);
    result.push_back({order, start + std::chrono::duration_cast<Instant::duration>(since_start)});
  }
  return result;
}

void take_turns(const std::vector<Turn>& turns, std::size_t thread_count, const TakeTurn& take,
                const std::function<void()>& tick, const std::stop_token& stop) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> is_over{false};
  std::mutex mutex;
  std::condition_variable one_is_idle;
  std::size_t working_count = std::min(thread_count, turns.size());

  const auto work = [&] {
    for (std::size_t i = next++; i < turns.size() && !is_over && !stop.stop_requested();
         i = next++) {
      if (!take(turns[i])) is_over = true;
    }
    const std::lock_guard lock(mutex);
    --working_count;
    one_is_idle.notify_one();
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = working_count; i > 0; --i) threads.emplace_back(work);

  std::unique_lock lock(mutex);
  while (!one_is_idle.wait_for(lock, kTick, [&] { return working_count == 0; })) {
    lock.unlock();
    tick();
    lock.lock();
  }
}

bool sleep_until(Instant moment, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait_until(lock, stop, moment, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace sightmark
