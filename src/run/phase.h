#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "record/trial.h"
#include "record/trial_log.h"
#include "run/request.h"

namespace sightmark {

// A part of a run whose requests are recorded together: first answer, warm-up or measurement.
class Phase {
 public:
  struct Options {
    std::string name;  // as in Trial::phase
    std::size_t thread_count = 1;
    double cooldown_s = 0;         // after each trial; only with one thread
    std::size_t max_failures = 0;  // in a row; 0: no limit
    bool waits_for_disk = false;   // each record is on disk before its thread sends a request
  };

  Phase(const RunContext& context, RunClock& clock, TrialLog& log, Options options);

  // Sends the requests in order and calls `tick` regularly. Fails if a record cannot be written.
  Expected<RunEnd> run(const std::vector<ScheduledRequest>& requests,
                       const std::function<void()>& tick);

  // What was recorded so far. May be called from `tick`.
  std::size_t done_count() const;
  std::size_t error_count() const;
  std::vector<Trial> trials() const;  // without their texts
  std::string last_error() const;     // empty: no trial failed

 private:
  bool send(const ScheduledRequest& request);
  bool record(Trial trial);
  void cool_down();

  const RunContext& context_;
  RunClock& clock_;
  TrialLog& log_;
  Options options_;

  mutable std::mutex mutex_;  // guards the log and the members below
  std::vector<Trial> trials_;
  std::size_t error_count_ = 0, failures_in_a_row_ = 0;
  std::string last_error_;
  Expected<RunEnd> end_ = RunEnd::Complete;
};

}  // namespace sightmark
