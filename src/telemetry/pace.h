#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>

#include "base/clock.h"

namespace sightmark {

// Processor time that the calling thread has used.
inline std::chrono::nanoseconds thread_cpu_time() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

// Keeps a costly work rare: after it has been done it is due again only once four hundred times the
// processor time that it took have passed, so that it takes a quarter of a percent of a core at
// most.
class Pace {
 public:
  // However cheap it is, the work is not due again before `shortest`.
  explicit Pace(Instant::duration shortest) : shortest_(shortest) {}

  bool is_due(Instant moment) const { return moment >= due_; }

  // Does the work, and returns what it returns.
  template <typename Work>
  auto spend(Work work) {
    const auto before = thread_cpu_time();
    auto result = work();
    due_ = now() + std::max<Instant::duration>(shortest_, 400 * (thread_cpu_time() - before));
    return result;
  }

 private:
  Instant::duration shortest_;
  Instant due_{};
};

}  // namespace sightmark
