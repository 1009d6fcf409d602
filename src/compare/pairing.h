#pragma once

#include <cstdint>
#include <vector>

#include "metric/trial_table.h"

namespace sightmark {

// The same question in two runs: about the image of that name, in that task and repeat.
struct TrialPair {
  std::uint32_t image;  // below the pairing's image_count
  const TrialRow *a, *b;
};

struct Pairing {
  std::vector<TrialPair> pairs;  // in the order of `a`; point into the tables
  std::size_t image_count = 0;   // that both runs were asked about in some same task
};

Pairing paired(const TrialTable& a, const TrialTable& b);

}  // namespace sightmark
