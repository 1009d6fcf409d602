#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

namespace sightmark {

// Turns the first SIGINT, SIGTERM or SIGHUP into a stop, and the second into an end at once. Those
// that are ignored (nohup) stay so. To be made before any other thread, which then leaves these
// signals to it.
class StopSignal {
 public:
  StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;
  ~StopSignal();  // leaves the signals to their defaults again

  std::stop_token token() const { return stop_.get_token(); }

 private:
  void wait(const std::stop_token& end);

  sigset_t signals_, old_mask_;
  std::stop_source stop_;
  std::jthread waiter_;
};

}  // namespace sightmark
