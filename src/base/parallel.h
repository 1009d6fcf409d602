#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace sightmark {

// Calls `work(i)` for each i below `count` on up to `thread_count` threads, the caller's among
// them, and returns when all are done. `work` must not throw and must be safe to call from many
// threads.
template <typename Work>
void parallel_for(std::size_t count, std::size_t thread_count, Work work) {
  std::atomic<std::size_t> next{0};
  const auto take_until_done = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < thread_count && i < count; ++i) threads.emplace_back(take_until_done);
  take_until_done();
}

}  // namespace sightmark
