#pragma once

#include <cstdint>

namespace sightmark {

// Pseudorandom numbers, the same on every machine, unlike std's distributions (SplitMix64: Steele,
// Lea and Flood, 'Fast splittable pseudorandom number generators', OOPSLA 2014).
class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  // From `low` to `high`, both included; at most 2^31 values, each as likely to within 2^-32.
  int between(int low, int high) {
    const auto count = static_cast<std::uint64_t>(high - low + 1);
    return low + static_cast<int>(((next() >> 32) * count) >> 32);
  }

  // From [0, 1), in steps of 2^-53.
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

  // Below `count`, each equally likely: numbers of the last, incomplete stretch are thrown away.
  std::uint64_t index(std::uint64_t count) {
    constexpr std::uint64_t kLargest = ~std::uint64_t{0};
    const std::uint64_t limit = kLargest - kLargest % count;
    std::uint64_t number = next();
    while (number >= limit) number = next();
    return number % count;
  }

 private:
  std::uint64_t state_;
};

}  // namespace sightmark
