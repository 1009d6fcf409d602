#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace sightmark {

// Whether differences of pairs lie to one side of 0 (F. Wilcoxon, 'Individual Comparisons by
// Ranking Methods', Biometrics Bulletin 1, 1945).
struct SignedRankTest {
  std::size_t pair_count;    // with a difference that is not 0
  double positive_rank_sum;  // W+: ranks of the sizes of the positive ones; ties share their mean
  double p_value;            // of both sides
};

// Pairs without a difference are left out. Exact for up to 50 pairs, ties included; beyond that by
// the normal distribution, corrected for ties and continuity. Nothing if no pair differs.
std::optional<SignedRankTest> signed_rank_test(std::span<const double> differences);

}  // namespace sightmark
