#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace sightmark {

// Calls `work(i)` for each i below `count` on up to `thread_count` threads, and returns when all
// are done. `work` must not throw and must be safe to call from many threads. The caller only
// waits: where it works too, Linux leaves its first helper waiting behind it for some milliseconds,
// though another processor is idle.
template <typename Work>
void parallel_for(std::size_t count, std::size_t thread_count, Work work) {
  std::atomic<std::size_t> next{0};
  const auto take_until_done = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  thread_count = std::min(thread_count, count);
  if (thread_count <= 1) return take_until_done();
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < thread_count; ++i) threads.emplace_back(take_until_done);
}

}  // namespace sightmark
