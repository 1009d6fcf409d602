#pragma once

#include <cstdint>
#include <random>

namespace sightmark {

// Pseudorandom numbers that are the same with every standard library, unlike std's distributions.
class RandomNumbers {
 public:
  explicit RandomNumbers(std::uint64_t seed) : engine_(seed) {}

  // From [0, 1), in steps of 2^-53.
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

  // Below `count`, each equally likely; numbers of the last, incomplete stretch are thrown away.
  std::uint64_t index(std::uint64_t count) {
    const std::uint64_t limit = engine_.max() - engine_.max() % count;
    std::uint64_t number = engine_();
    while (number >= limit) number = engine_();
    return number % count;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace sightmark
