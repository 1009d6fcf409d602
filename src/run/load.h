#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"

namespace sightmark {

// How requests follow each other: one at a time; `concurrency` at any time (closed loop); or at
// random times, `rate` a second on average with at most `concurrency` in flight (open loop).
struct Load {
  std::size_t concurrency = 1;
  std::optional<double> rate;

  bool may_overlap() const { return concurrency > 1; }
};
std::string_view load_pattern(const Load& load);  // "single_stream", "closed_loop", "open_loop"

struct ScheduledRequest {
  std::size_t order;                 // index in the plan
  std::optional<Instant> scheduled;  // when to send it, in an open loop
};

// The requests for these indexes of a plan of `trial_count` trials, from `start` on. Each arrival
// keeps its distance to the previous one, even if only some requests remain.
std::vector<ScheduledRequest> schedule(const std::vector<std::size_t>& orders, const Load& load,
                                       std::size_t trial_count, std::uint64_t seed, Instant start);

// Sends one request; returns false to send no more.
using SendRequest = std::function<bool(const ScheduledRequest& request)>;

// Sends the requests in order on up to `thread_count` threads, and calls `tick` every 100 ms on the
// calling thread. Returns when all have ended. No request is sent after a stop. Fails if the system
// cannot start that many threads; then no more requests are sent.
Expected<void> send_requests(const std::vector<ScheduledRequest>& requests,
                             std::size_t thread_count, const SendRequest& send,
                             const std::function<void()>& tick, const std::stop_token& stop);

}  // namespace sightmark
