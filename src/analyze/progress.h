#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <string_view>

#include "base/parallel.h"

namespace sightmark {

// Called after each step: the current stage ("reading runs"), how many steps are done, and of how
// many. May be called from any thread, but from one at a time.
using Progress = std::function<void(std::string_view stage, std::size_t done, std::size_t total)>;

// Calls `step(i)` for each i below `count` as parallel_for does, and `progress` after each.
template <typename Step>
void parallel_steps(std::string_view stage, std::size_t count, std::size_t thread_count,
                    const Progress& progress, Step step) {
  std::mutex mutex;
  std::size_t done_count = 0;
  parallel_for(count, thread_count, [&](std::size_t i) {
    step(i);
    const std::lock_guard lock(mutex);
    progress(stage, ++done_count, count);
  });
}

}  // namespace sightmark
