#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace sightmark {

// How requests follow each other: one after the other; `concurrency` at any time (closed loop); or
// at random times of their own, `rate` a second on average (open loop), of which `concurrency` at
// most are under way.
struct Load {
  std::size_t concurrency = 1;
  std::optional<double> rate;

  bool may_overlap() const { return concurrency > 1; }
};
std::string_view load_pattern(const Load& load);  // "single_stream", "closed_loop", "open_loop"

// One trial's turn: its place in the plan and, in an open loop, when it is to be sent.
struct Turn {
  std::size_t order;
  std::optional<Instant> scheduled;
};

// The turns of these places in the plan of `trial_count` trials, from `start` on. Each arrival
// keeps its distance to the one before, whichever of them are left.
std::vector<Turn> turns(const std::vector<std::size_t>& orders, const Load& load,
                        std::size_t trial_count, std::uint64_t seed, Instant start);

// Asks what one turn is about; false where no further turn is to be taken.
using TakeTurn = std::function<bool(const Turn& turn)>;

// Takes every turn in order on up to `thread_count` threads, and calls `tick` now and then on this
// one; returns when all are done. After a stop no further turn is taken.
void take_turns(const std::vector<Turn>& turns, std::size_t thread_count, const TakeTurn& take,
                const std::function<void()>& tick, const std::stop_token& stop);

// Waits for a moment; false where stopped before.
bool sleep_until(Instant moment, const std::stop_token& stop);

}  // namespace sightmark
