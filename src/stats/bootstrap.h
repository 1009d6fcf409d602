#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace sightmark {

// Where a number lies, in its unit; at 95% confidence unless a comment states another.
struct Interval {
  double low, high;

  bool operator==(const Interval&) const = default;
};

// The length that the intervals cover together; overlaps count once.
double covered_length(std::vector<Interval> intervals);

// Wilson's score interval at 95% of a share, from 0 to 1, of which `count` of `all` were seen (E.
// B. Wilson, JASA 22, 1927). Unlike the textbook's interval it holds for shares near 0 and 1. None
// if `all` is 0.
std::optional<Interval> wilson_interval(std::size_t count, std::size_t all);

// A number and the cluster that it belongs to, such as a latency and its image.
struct ClusterSample {
  double value;
  std::uint32_t cluster;

  auto operator<=>(const ClusterSample&) const = default;
};

// Intervals at 95% by the percentile bootstrap over clusters (Efron and Tibshirani, 'An
// Introduction to the Bootstrap', 1993; clusters: Davison and Hinkley, 1997): whole images are
// drawn again, since what was asked about one image is not independent. The draws are made once and
// serve every statistic, so that two of them can be compared. The same seed gives the same
// intervals.
class Bootstrap {
 public:
  static constexpr std::size_t kResampleCount = 1000;
  static constexpr std::uint64_t kSeed = 20260101;
  // With fewer clusters that have data there is no interval: it would be too narrow.
  static constexpr std::size_t kLeastClusterCount = 10;

  explicit Bootstrap(std::size_t cluster_count, std::size_t resample_count = kResampleCount,
                     std::uint64_t seed = kSeed);

  // Of what `statistic` makes of the sums of some columns; a column has a number for each cluster.
  // Nothing if a resample has no such statistic.
  using Statistic = std::function<std::optional<double>(std::span<const double> sums)>;
  std::optional<Interval> of_sums(std::span<const std::vector<double>> columns,
                                  const Statistic& statistic) const;

  // Of the ratio of two sums: a mean, where the second counts.
  std::optional<Interval> of_ratio(const std::vector<double>& above,
                                   const std::vector<double>& below) const;

  // Of the p-quantile (type 7) of samples that stand in ascending order; their number may differ
  // between clusters. Median of paired ratios: p = 0.5 of the ratios.
  std::optional<Interval> of_quantile(std::span<const ClusterSample> sorted, double p) const;

  // Of the ratio of two samples' p-quantiles, both of the same clusters; each stands in ascending
  // order.
  std::optional<Interval> of_quantile_ratio(std::span<const ClusterSample> sorted_above,
                                            std::span<const ClusterSample> sorted_below,
                                            double p) const;

 private:
  std::vector<double> resampled_sums(const std::vector<double>& column) const;
  // The p-quantile in each resample; empty where one has none or the clusters are too few.
  std::vector<double> resampled_quantiles(std::span<const ClusterSample> sorted, double p) const;

  std::size_t cluster_count_, resample_count_;
  std::vector<std::uint8_t> draws_;  // how often each resample has a cluster, cluster by cluster
};

}  // namespace sightmark
