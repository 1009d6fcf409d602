#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>

namespace sightmark {

// Pseudorandom numbers that are the same with every standard library, unlike std's distributions.
class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}

  // From [0, 1).
  double uniform() { return static_cast<double>(engine_()) / 4294967296.0; }

  // An index below `count`.
  std::size_t index(std::size_t count) {
    return static_cast<std::size_t>(uniform() * static_cast<double>(count));
  }

  // A factor around 1, log-normal with the given sigma (the sum of twelve uniform numbers stands in
  // for a normal one).
  double factor(double sigma) {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return std::exp(sigma * sum);
  }

 private:
  std::mt19937 engine_;
};

}  // namespace sightmark
