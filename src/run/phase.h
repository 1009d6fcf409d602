#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "record/trial.h"
#include "record/trial_log.h"
#include "run/asking.h"

namespace sightmark {

// Why no further question was asked.
enum class RunEnd { Complete, Interrupted, EngineDied, TooManyFailures };

// A stretch of questions that are asked and recorded: the first answer, the warm-up, or what is
// measured.
class Phase {
 public:
  struct Options {
    std::string name;  // as in Trial::phase
    std::size_t thread_count = 1;
    double cooldown_s = 0;         // after each trial; only with one thread
    std::size_t max_failures = 0;  // in a row; 0: any number
  };

  Phase(const Asking& asking, RunClock& clock, TrialLog& log, Options options);

  // Asks every turn in order; calls `tick` now and then. Fails where a record cannot be written.
  Expected<RunEnd> run(const std::vector<Turn>& turns, const std::function<void()>& tick,
                       const std::stop_token& stop);

  // What was recorded so far. May be called from `tick`.
  std::size_t done_count() const;
  std::size_t error_count() const;
  std::vector<Trial> trials() const;  // without their texts

  std::string last_error() const;  // of a trial; empty: none failed

 private:
  bool take(const Turn& turn, const std::stop_token& stop);
  bool record(Trial trial);
  void cool_down(const std::stop_token& stop);

  const Asking& asking_;
  RunClock& clock_;
  TrialLog& log_;
  Options options_;

  mutable std::mutex mutex_;  // guards all below, and the log
  std::vector<Trial> trials_;
  std::size_t error_count_ = 0, failures_in_a_row_ = 0;
  std::string last_error_;
  Expected<RunEnd> end_ = RunEnd::Complete;
};

}  // namespace sightmark
