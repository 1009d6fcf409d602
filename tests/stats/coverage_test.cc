// Whether intervals hold what they promise, on many sets of data of which the truth is known.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/random.h"
#include "stats/bootstrap.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

constexpr int kDataSetCount = 1000;
constexpr std::size_t kImageCount = 100;
constexpr std::size_t kResampleCount =
    400;  // less than a study's, to be quick: a little too narrow
constexpr double kTaskFactors[] = {0.5, 0.8, 1, 1.3, 2};
constexpr double kMeanFactor = 1.12;
// Standard deviations of logarithms: of an image's effect and of a trial's, on tokens and on time.
constexpr double kImageEffect = 0.4, kTrialEffect = 0.3;

double normal(SplitMix& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.uniform()));
  return radius * std::cos(2 * std::numbers::pi * random.uniform());
}

double mean_of_lognormal(double sd) { return std::exp(sd * sd / 2); }

// Latencies in ms and tokens of 100 images times 5 tasks: skewed, and alike within an image.
struct DataSet {
  std::vector<ClusterSample> latencies;
  std::vector<double> latency_sums, token_sums, counts;

  explicit DataSet(SplitMix& random)
      : latency_sums(kImageCount), token_sums(kImageCount), counts(kImageCount, 5) {
    for (std::uint32_t image = 0; image < kImageCount; ++image) {
      const double image_effect = std::exp(kImageEffect * normal(random));
      for (const double factor : kTaskFactors) {
        const double latency =
            1000 * factor * image_effect * std::exp(kTrialEffect * normal(random));
        latencies.push_back({latency, image});
        latency_sums[image] += latency;
        token_sums[image] += 0.05 * latency * std::exp(kTrialEffect * normal(random));
      }
    }
    std::sort(latencies.begin(), latencies.end());
  }
};

// The p-quantile of one latency: of a mixture of lognormal distributions, by bisection.
double true_quantile(double p) {
  const double sd = std::hypot(kImageEffect, kTrialEffect);
  double low = 1, high = 1e6;
  while (high / low > 1 + 1e-12) {
    const double middle = std::sqrt(low * high);
    double share = 0;
    for (const double factor : kTaskFactors) {
      share += std::erfc(-std::log(middle / (1000 * factor)) / sd / std::numbers::sqrt2) / 2 / 5;
    }
    (share < p ? low : high) = middle;
  }
  return low;
}

bool holds(const Interval& interval, double truth) {
  return interval.low <= truth && truth <= interval.high;
}

TEST(Coverage, OfTheBootstrapIsCloseToWhatItPromises) {
  const double true_mean =
      1000 * kMeanFactor * mean_of_lognormal(std::hypot(kImageEffect, kTrialEffect));
  const double true_ratio = 0.05 * mean_of_lognormal(kTrialEffect);
  const double true_median = true_quantile(0.5), true_p90 = true_quantile(0.9);
  const Bootstrap bootstrap(kImageCount, kResampleCount);
  SplitMix random(2026);
  int mean_count = 0, ratio_count = 0, median_count = 0, p90_count = 0;
  for (int i = 0; i < kDataSetCount; ++i) {
    const DataSet data(random);
    mean_count += holds(*bootstrap.of_ratio(data.latency_sums, data.counts), true_mean);
    ratio_count += holds(*bootstrap.of_ratio(data.token_sums, data.latency_sums), true_ratio);
    median_count += holds(*bootstrap.of_quantile(data.latencies, 0.5), true_median);
    p90_count += holds(*bootstrap.of_quantile(data.latencies, 0.9), true_p90);
  }
  for (const int count : {mean_count, ratio_count, median_count, p90_count}) {
    EXPECT_GE(count, 920);
    EXPECT_LE(count, 980);
  }
}

TEST(Coverage, OfACertifiedQuantileIsAsPromised) {
  const double true_p90 = -std::log(0.1), true_p99 = -std::log(0.01);  // of exponential ones
  SplitMix random(99);
  int p90_count = 0, p99_count = 0;
  for (int i = 0; i < kDataSetCount; ++i) {
    std::vector<double> samples(800);
    for (double& sample : samples) sample = -std::log(1 - random.uniform());
    std::sort(samples.begin(), samples.end());
    p90_count += *certified_quantile(samples, 0.9) >= true_p90;
    p99_count += *certified_quantile(samples, 0.99) >= true_p99;
  }
  EXPECT_GE(p90_count, 990);
  EXPECT_GE(p99_count, 990);
}

TEST(Coverage, OfWilsonIsCloseToWhatItPromises) {
  SplitMix random(5);
  for (const double share : {0.5, 0.95, 0.99}) {
    int held_count = 0;
    for (int i = 0; i < kDataSetCount; ++i) {
      std::size_t count = 0;
      for (int trial = 0; trial < 500; ++trial) count += random.uniform() < share;
      held_count += holds(*wilson_interval(count, 500), share);
    }
    EXPECT_GE(held_count, 920) << share;
    EXPECT_LE(held_count, 980) << share;
  }
}

}  // namespace
}  // namespace sightmark
