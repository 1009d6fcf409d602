#include "stats/bootstrap.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

using Column = std::vector<double>;

constexpr std::size_t kImageCount = 30;

// Five samples an image, some images with fewer.
std::vector<ClusterSample> sorted_samples() {
  SplitMix random(1);
  std::vector<ClusterSample> samples;
  for (std::uint32_t image = 0; image < kImageCount; ++image) {
    for (std::uint32_t task = 0; task < 5 - image % 2; ++task) {
      samples.push_back({1 / (1 - random.uniform()), image});
    }
  }
  std::sort(samples.begin(), samples.end());
  return samples;
}

// The same interval the long way: each resample drawn, written out and sorted.
Interval slow_interval_of_quantile(const std::vector<ClusterSample>& samples, double p) {
  SplitMix random(Bootstrap::kSeed);
  Column quantiles;
  for (std::size_t resample = 0; resample < Bootstrap::kResampleCount; ++resample) {
    Column drawn;
    for (std::size_t draw = 0; draw < kImageCount; ++draw) {
      const std::uint64_t image = ((random.next() >> 32) * kImageCount) >> 32;
      for (const ClusterSample& sample : samples) {
        if (sample.cluster == image) drawn.push_back(sample.value);
      }
    }
    quantiles.push_back(*quantile(drawn, p));
  }
  return {*quantile(quantiles, 0.025), *quantile(quantiles, 0.975)};
}

TEST(Bootstrap, OfAQuantileIsWhatResamplesWrittenOutGive) {
  const std::vector<ClusterSample> samples = sorted_samples();
  const Bootstrap bootstrap(kImageCount);
  for (const double p : {0.0, 0.1, 0.5, 0.9, 1.0}) {
    const Interval expected = slow_interval_of_quantile(samples, p);
    const auto interval = bootstrap.of_quantile(samples, p);
    ASSERT_TRUE(interval) << p;
    EXPECT_DOUBLE_EQ(interval->low, expected.low) << p;
    EXPECT_DOUBLE_EQ(interval->high, expected.high) << p;
  }
}

TEST(Bootstrap, OfARatioOfQuantilesComparesWithinEachResample) {
  const std::vector<ClusterSample> below = sorted_samples();
  std::vector<ClusterSample> above = below;
  for (ClusterSample& sample : above) sample.value *= 3;
  const Bootstrap bootstrap(kImageCount);
  const auto interval = bootstrap.of_quantile_ratio(above, below, 0.9);
  ASSERT_TRUE(interval);  // far narrower than those of the quantiles
  EXPECT_DOUBLE_EQ(interval->low, 3);
  EXPECT_DOUBLE_EQ(interval->high, 3);

  for (ClusterSample& sample : above) sample.value += sample.cluster;
  std::sort(above.begin(), above.end());
  SplitMix random(Bootstrap::kSeed);
  Column ratios;
  for (std::size_t resample = 0; resample < Bootstrap::kResampleCount; ++resample) {
    Column drawn_above, drawn_below;
    for (std::size_t draw = 0; draw < kImageCount; ++draw) {
      const std::uint64_t image = ((random.next() >> 32) * kImageCount) >> 32;
      for (const ClusterSample& sample : above) {
        if (sample.cluster == image) drawn_above.push_back(sample.value);
      }
      for (const ClusterSample& sample : below) {
        if (sample.cluster == image) drawn_below.push_back(sample.value);
      }
    }
    ratios.push_back(*quantile(drawn_above, 0.9) / *quantile(drawn_below, 0.9));
  }
  const auto other = bootstrap.of_quantile_ratio(above, below, 0.9);
  EXPECT_DOUBLE_EQ(other->low, *quantile(ratios, 0.025));
  EXPECT_DOUBLE_EQ(other->high, *quantile(ratios, 0.975));
}

// The middle 95% of means of 400 numbers of 0 or 1, each as likely: 0.5 -+ 1.96 * 0.5 / 20.
TEST(Bootstrap, OfAMeanIsAsWideAsTheoryHasIt) {
  Column ones(400, 1), column(400);
  for (std::size_t i = 0; i < 400; i += 2) column[i] = 1;
  const Interval interval = *Bootstrap(400, 4000).of_ratio(column, ones);
  EXPECT_NEAR(interval.low, 0.451, 0.003);
  EXPECT_NEAR(interval.high, 0.549, 0.003);
}

TEST(Bootstrap, OfARatioOfNumbersInProportionHasNoWidth) {
  Column above, below;
  for (int i = 1; i <= 20; ++i) {
    below.push_back(i);
    above.push_back(3 * i);
  }
  EXPECT_EQ(Bootstrap(20).of_ratio(above, below), (Interval{3, 3}));
}

TEST(Bootstrap, OfSumsIsTheStatisticOfEachResample) {
  Column a, b;
  for (int i = 1; i <= 30; ++i) {
    a.push_back(i * i);
    b.push_back(i);
  }
  const Bootstrap bootstrap(30);
  const Column columns[] = {a, b};
  const auto percent = [](std::span<const double> sums) {
    return std::optional(100 * sums[0] / sums[1]);
  };
  const Interval ratio = *bootstrap.of_ratio(a, b);
  const Interval of_sums = *bootstrap.of_sums(columns, percent);
  EXPECT_DOUBLE_EQ(of_sums.low, 100 * ratio.low);
  EXPECT_DOUBLE_EQ(of_sums.high, 100 * ratio.high);
}

TEST(Bootstrap, OfFewClustersIsNothing) {
  EXPECT_FALSE(Bootstrap(0).of_quantile({}, 0.5));
  EXPECT_FALSE(Bootstrap(9).of_ratio(Column(9, 1), Column(9, 1)));
  EXPECT_TRUE(Bootstrap(10).of_ratio(Column(10, 1), Column(10, 1)));
}

TEST(Bootstrap, OfManyClustersOfWhichFewHaveDataIsNothing) {
  Column few(100);
  std::vector<ClusterSample> samples;
  for (std::uint32_t i = 0; i < 9; ++i) {
    few[i] = 1;
    samples.push_back({1, i});
  }
  EXPECT_FALSE(Bootstrap(100).of_ratio(few, few));
  EXPECT_FALSE(Bootstrap(100).of_quantile(samples, 0.5));
}

TEST(Bootstrap, WithTheSameSeedIsTheSame) {
  const std::vector<ClusterSample> samples = sorted_samples();
  EXPECT_EQ(Bootstrap(kImageCount).of_quantile(samples, 0.9),
            Bootstrap(kImageCount).of_quantile(samples, 0.9));
  EXPECT_NE(Bootstrap(kImageCount).of_quantile(samples, 0.9),
            Bootstrap(kImageCount, 1000, 7).of_quantile(samples, 0.9));
}

}  // namespace
}  // namespace sightmark
