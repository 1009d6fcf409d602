#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <string_view>

namespace sightmark {

// Called after each step: the current stage ("reading runs"), how many steps are done, and of how
// many. May be called from any thread, but from one at a time.
using Progress = std::function<void(std::string_view stage, std::size_t done, std::size_t total)>;

// How far a stage is. May be used from any thread.
class StageProgress {
 public:
  StageProgress(std::string_view stage, std::size_t total, const Progress& progress)
      : stage_(stage), total_(total), progress_(progress) {}

  void add_step() {
    const std::lock_guard lock(mutex_);
    progress_(stage_, ++done_count_, total_);
  }

 private:
  std::string_view stage_;
  std::size_t total_, done_count_ = 0;
  const Progress& progress_;
  std::mutex mutex_;
};

}  // namespace sightmark
