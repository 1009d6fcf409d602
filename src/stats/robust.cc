#include "stats/robust.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "stats/quantile.h"

namespace sightmark {
namespace {

constexpr std::size_t kMostExactPairs = 50;

bool is_smaller(double a, double b) { return std::abs(a) < std::abs(b); }

// The ranks of the sizes of sorted differences, twice each, so that the mean of ties is whole.
std::vector<std::size_t> doubled_ranks(const std::vector<double>& sorted) {
  std::vector<std::size_t> ranks;
  while (ranks.size() < sorted.size()) {
    const std::size_t begin = ranks.size();
    const auto end = static_cast<std::size_t>(
        std::upper_bound(sorted.begin(), sorted.end(), sorted[begin], is_smaller) - sorted.begin());
    ranks.resize(end, begin + 1 + end);  // first rank + last rank
  }
  return ranks;
}

// P(W+ <= w) or P(W+ >= w), the smaller one, twice, over all 2^n ways to give the ranks signs.
double exact_p_value(const std::vector<std::size_t>& ranks, std::size_t w) {
  const std::size_t total = std::accumulate(ranks.begin(), ranks.end(), std::size_t{0});
  std::vector<double> ways(total + 1);
  ways[0] = 1;
  for (const std::size_t rank : ranks) {
    for (std::size_t sum = total; sum >= rank; --sum) ways[sum] += ways[sum - rank];
  }
  const std::size_t tail = std::min(w, total - w);  // the distribution is symmetric
  const auto end = ways.begin() + static_cast<std::ptrdiff_t>(tail) + 1;
  const double share =
      std::accumulate(ways.begin(), end, 0.0) / std::exp2(static_cast<double>(ranks.size()));
  return std::min(1.0, 2 * share);
}

double normal_p_value(const std::vector<std::size_t>& ranks, std::size_t w) {
  double mean = 0, variance = 0;  // of twice W+: each rank counts or not, so ties need no more
  for (const std::size_t doubled : ranks) {
    const auto rank = static_cast<double>(doubled);
    mean += rank / 2;
    variance += rank * rank / 4;
  }
  constexpr double kContinuity = 1;  // half a rank, doubled
  const double distance = std::max(0.0, std::abs(static_cast<double>(w) - mean) - kContinuity);
  return std::erfc(distance / std::sqrt(2 * variance));
}

}  // namespace

std::optional<FittedLine> robust_line(std::span<const double> x, std::span<const double> y) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t k = i + 1; k < x.size(); ++k) {
      if (x[i] != x[k]) slopes.push_back((y[k] - y[i]) / (x[k] - x[i]));
    }
  }
  const auto slope = quantile(slopes, 0.5);
  if (!slope) return std::nullopt;
  std::vector<double> rests;
  for (std::size_t i = 0; i < x.size(); ++i) rests.push_back(y[i] - *slope * x[i]);
  return FittedLine{*quantile(rests, 0.5), *slope};
}

std::optional<SignedRankTest> signed_rank_test(std::span<const double> differences) {
  std::vector<double> sorted;
  std::copy_if(differences.begin(), differences.end(), std::back_inserter(sorted),
               [](double difference) { return difference != 0; });
  if (sorted.empty()) return std::nullopt;
  std::sort(sorted.begin(), sorted.end(), is_smaller);

  const std::vector<std::size_t> ranks = doubled_ranks(sorted);
  std::size_t w = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) w += sorted[i] > 0 ? ranks[i] : 0;
  const bool is_exact = sorted.size() <= kMostExactPairs;
  return SignedRankTest{.pair_count = sorted.size(),
                        .positive_rank_sum = static_cast<double>(w) / 2,
                        .p_value = is_exact ? exact_p_value(ranks, w) : normal_p_value(ranks, w)};
}

}  // namespace sightmark
