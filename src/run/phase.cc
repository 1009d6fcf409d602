#include "run/phase.h"

#include <utility>

namespace sightmark {

Phase::Phase(const RunContext& context, RunClock& clock, TrialLog& log, Options options)
    : context_(context), clock_(clock), log_(log), options_(std::move(options)) {}

Expected<RunEnd> Phase::run(const std::vector<ScheduledRequest>& requests,
                            const std::function<void()>& tick) {
  const auto sent = send_requests(
      requests, options_.thread_count,
      [&](const ScheduledRequest& request) { return send(request); }, tick, context_.stop);
  const auto synced = log_.wait_until_on_disk();
  const std::lock_guard lock(mutex_);
  if (end_ && !synced) return tl::unexpected(synced.error());
  if (end_ && !sent) return tl::unexpected(sent.error());
  if (end_ && *end_ == RunEnd::Complete && context_.stop.stop_requested())
    return RunEnd::Interrupted;
  return end_;
}

bool Phase::send(const ScheduledRequest& request) {
  auto answered = send_request(context_, request, clock_);
  if (!answered) {
    const std::lock_guard lock(mutex_);
    if (end_) end_ = tl::unexpected(answered.error());
    return false;
  }
  auto& trial = *answered;
  if (!trial) return false;
  trial->phase = options_.name;
  if (!record(std::move(*trial))) return false;
  // In an open loop a thread that waits would send its next request late, and the latency counts
  // from the schedule. A failure is found by the next record.
  if (options_.waits_for_disk) (void)log_.wait_until_on_disk();
  if (options_.cooldown_s > 0) cool_down();
  return true;
}

bool Phase::record(Trial trial) {
  const std::string line = to_json_line(trial);
  const std::lock_guard lock(mutex_);
  if (!end_) return false;  // an earlier record could not be written
  if (auto written = log_.append(line); !written) {
    end_ = tl::unexpected(written.error());
    return false;
  }
  trials_.push_back(without_texts(std::move(trial)));
  const std::string& error = trials_.back().error;
  const bool has_failed = !error.empty();
  failures_in_a_row_ = has_failed ? failures_in_a_row_ + 1 : 0;
  if (!has_failed) return true;

  ++error_count_;
  last_error_ = error;
  if (*end_ != RunEnd::Complete) return false;
  if (context_.engine.death()) {
    end_ = RunEnd::EngineDied;
  } else if (options_.max_failures > 0 && failures_in_a_row_ >= options_.max_failures) {
    end_ = RunEnd::TooManyFailures;
  }
  return *end_ == RunEnd::Complete;
}

void Phase::cool_down() {
  const Instant start = now();
  sleep_until(start + duration_of(options_.cooldown_s), context_.stop);
  clock_.skip(seconds_between(start, now()));
}

std::size_t Phase::done_count() const {
  const std::lock_guard lock(mutex_);
  return trials_.size();
}

std::size_t Phase::error_count() const {
  const std::lock_guard lock(mutex_);
  return error_count_;
}

std::vector<Trial> Phase::trials() const {
  const std::lock_guard lock(mutex_);
  return trials_;
}

std::string Phase::last_error() const {
  const std::lock_guard lock(mutex_);
  return last_error_;
}

}  // namespace sightmark
