#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sightmark {

// One question to be asked: which image, which task, for the how manieth time (from 0).
struct PlannedTrial {
  std::size_t image_index, task_index;
  std::int64_t repeat_index;

  bool operator==(const PlannedTrial&) const = default;
};

// Every task of every image, so many times, in an order that the seed decides: drift over a run
// then falls on no image or task alone.
std::vector<PlannedTrial> make_plan(std::size_t image_count, std::size_t task_count,
                                    std::int64_t repeats, std::uint64_t seed);

// Seconds between the arrivals of so many requests at `rate` a second: exponentially distributed,
// so that the arrivals are a Poisson process.
std::vector<double> arrival_gaps_s(std::size_t count, double rate, std::uint64_t seed);

}  // namespace sightmark
