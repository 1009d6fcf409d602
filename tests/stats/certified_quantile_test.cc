#include "stats/quantile.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace sightmark {
namespace {

std::vector<double> one_to(std::size_t n) {
  std::vector<double> numbers(n);
  std::iota(numbers.begin(), numbers.end(), 1);
  return numbers;
}

// The fewest samples that have a bound.
std::size_t least_certifying_count(double p) {
  std::size_t n = 1;
  while (certified_exceedance_count(n, p).value_or(0) == 0) ++n;
  return n;
}

// The table of MLPerf's rule at 99% confidence.
TEST(CertifiedQuantile, NeedsAsManySamplesAsMlperfSays) {
  EXPECT_EQ(least_certifying_count(0.5), 11u);
  EXPECT_EQ(least_certifying_count(0.9), 64u);
  EXPECT_EQ(least_certifying_count(0.95), 130u);
  EXPECT_EQ(least_certifying_count(0.97), 219u);
  EXPECT_EQ(least_certifying_count(0.99), 662u);
  EXPECT_EQ(least_certifying_count(0.999), 6636u);
}

TEST(CertifiedQuantile, OfTooFewIsNothing) {
  EXPECT_EQ(certified_quantile({}, 0.9), std::nullopt);
  EXPECT_EQ(certified_quantile(one_to(63), 0.9), std::nullopt);
  EXPECT_EQ(certified_quantile(one_to(64), 0.9), 64);
}

// P(Binomial(12, 1/2) <= 1) = 13/4096, <= 2: 79/4096, above 0.01; of 15: <= 2: 121, <= 3: 576 /
// 32768.
TEST(CertifiedQuantile, CountsExceedancesAsTheBinomialDistributionHasThem) {
  EXPECT_EQ(certified_exceedance_count(6, 0.5), std::nullopt);
  EXPECT_EQ(certified_exceedance_count(7, 0.5), 0u);
  EXPECT_EQ(certified_exceedance_count(12, 0.5), 1u);
  EXPECT_EQ(certified_exceedance_count(15, 0.5), 2u);
  EXPECT_EQ(certified_quantile(one_to(15), 0.5), 14);
}

// Above 1,024 exceedances, and where the first term is below every double.
TEST(CertifiedQuantile, DoesNotSaturate) {
  EXPECT_EQ(certified_exceedance_count(2500, 0.5), 1191u);
  EXPECT_EQ(certified_exceedance_count(200'000, 0.9), 19687u);
}

}  // namespace
}  // namespace sightmark
