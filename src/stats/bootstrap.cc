#include "stats/bootstrap.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

// The middle 95% of a statistic's values over the resamples.
Interval middle(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {quantile_of_sorted(values, 0.025), quantile_of_sorted(values, 0.975)};
}

std::optional<Interval> middle_of_ratios(std::vector<double> above,
                                         const std::vector<double>& below) {
  for (std::size_t i = 0; i < above.size(); ++i) {
    if (below[i] == 0) return std::nullopt;
    above[i] /= below[i];
  }
  return middle(std::move(above));
}

// Whether enough clusters have a number that is not 0 in some column.
bool has_enough_data(std::span<const std::vector<double>> columns, std::size_t cluster_count) {
  std::size_t count = 0;
  for (std::size_t cluster = 0; cluster < cluster_count; ++cluster) {
    count += std::any_of(columns.begin(), columns.end(),
                         [&](const std::vector<double>& column) { return column[cluster] != 0; });
  }
  return count >= Bootstrap::kLeastClusterCount;
}

// Of samples: how many each cluster has.
std::vector<double> counts(std::span<const ClusterSample> samples, std::size_t cluster_count) {
  std::vector<double> count_by_cluster(cluster_count);
  for (const ClusterSample& sample : samples) ++count_by_cluster[sample.cluster];
  return count_by_cluster;
}

// A place in the sorted samples below which hardly any resample has its p-quantile: six standard
// errors of the rank, were all samples of a cluster alike.
std::size_t safe_start(std::size_t sample_count, std::size_t cluster_count, double p) {
  const double error = std::sqrt(p * (1 - p) / static_cast<double>(cluster_count));
  return static_cast<std::size_t>(std::max(0.0, p - 6 * error) * static_cast<double>(sample_count));
}

// Walks up the samples of a resample to the two between which a rank lies. `draws(cluster)` is how
// often the resample has the cluster, `below` how many of its samples stand before `start`.
template <typename Draws>
double sample_at_rank(std::span<const ClusterSample> sorted, std::size_t start, double below,
                      double rank, Draws draws) {
  const double lower_rank = std::floor(rank);
  std::size_t i = start;
  const auto advance_past = [&](double whole_rank) {
    for (;; ++i) {
      const double after = below + draws(sorted[i].cluster);
      if (after > whole_rank) return sorted[i].value;
      below = after;
    }
  };
  const double lower = advance_past(lower_rank);
  if (rank == lower_rank) return lower;
  return std::lerp(lower, advance_past(lower_rank + 1), rank - lower_rank);
}

}  // namespace

Bootstrap::Bootstrap(std::size_t cluster_count, std::size_t resample_count, std::uint64_t seed)
    : cluster_count_(cluster_count), resample_count_(resample_count) {
  if (cluster_count_ < kLeastClusterCount) return;
  draws_.resize(cluster_count_ * resample_count_);  // no cluster is drawn 256 times: 1 in 10^500
  SplitMix random(seed);
  for (std::size_t resample = 0; resample < resample_count_; ++resample) {
    for (std::size_t draw = 0; draw < cluster_count_; ++draw) {
      const std::uint64_t cluster = ((random.next() >> 32) * cluster_count_) >> 32;
      ++draws_[cluster * resample_count_ + resample];
    }
  }
}

std::vector<double> Bootstrap::resampled_sums(const std::vector<double>& column) const {
  std::vector<double> sums(resample_count_);
  for (std::size_t cluster = 0; cluster < cluster_count_; ++cluster) {
    const double value = column[cluster];
    if (value == 0) continue;
    const std::uint8_t* draws = &draws_[cluster * resample_count_];
    for (std::size_t i = 0; i < resample_count_; ++i) sums[i] += value * draws[i];
  }
  return sums;
}

std::optional<Interval> Bootstrap::of_sums(std::span<const std::vector<double>> columns,
                                           const Statistic& statistic) const {
  if (draws_.empty() || !has_enough_data(columns, cluster_count_)) return std::nullopt;
  std::vector<std::vector<double>> sums;
  for (const std::vector<double>& column : columns) sums.push_back(resampled_sums(column));

  std::vector<double> values, drawn(columns.size());
  for (std::size_t i = 0; i < resample_count_; ++i) {
    for (std::size_t column = 0; column < sums.size(); ++column) drawn[column] = sums[column][i];
    const std::optional<double> value = statistic(drawn);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  return middle(std::move(values));
}

std::optional<Interval> Bootstrap::of_ratio(const std::vector<double>& above,
                                            const std::vector<double>& below) const {
  if (draws_.empty() || !has_enough_data({&below, 1}, cluster_count_)) return std::nullopt;
  return middle_of_ratios(resampled_sums(above), resampled_sums(below));
}

std::vector<double> Bootstrap::resampled_quantiles(std::span<const ClusterSample> sorted,
                                                   double p) const {
  if (draws_.empty()) return {};
  const std::vector<double> all = counts(sorted, cluster_count_);
  if (!has_enough_data({&all, 1}, cluster_count_)) return {};
  const std::size_t start = safe_start(sorted.size(), cluster_count_, p);
  const std::vector<double> sizes = resampled_sums(all);
  const std::vector<double> below = resampled_sums(counts(sorted.first(start), cluster_count_));

  std::vector<double> values;
  for (std::size_t i = 0; i < resample_count_; ++i) {
    if (sizes[i] == 0) return {};
    const double rank = p * (sizes[i] - 1);
    const bool is_above = below[i] <= std::floor(rank);  // as nearly all are
    const auto draws = [&](std::uint32_t cluster) {
      return static_cast<double>(draws_[cluster * resample_count_ + i]);
    };
    values.push_back(
        sample_at_rank(sorted, is_above ? start : 0, is_above ? below[i] : 0, rank, draws));
  }
  return values;
}

std::optional<Interval> Bootstrap::of_quantile(std::span<const ClusterSample> sorted,
                                               double p) const {
  std::vector<double> values = resampled_quantiles(sorted, p);
  if (values.empty()) return std::nullopt;
  return middle(std::move(values));
}

std::optional<Interval> Bootstrap::of_quantile_ratio(std::span<const ClusterSample> sorted_above,
                                                     std::span<const ClusterSample> sorted_below,
                                                     double p) const {
  std::vector<double> values = resampled_quantiles(sorted_above, p);
  const std::vector<double> divisors = resampled_quantiles(sorted_below, p);
  if (values.empty() || divisors.empty()) return std::nullopt;
  return middle_of_ratios(std::move(values), divisors);
}

double covered_length(std::vector<Interval> intervals) {
  std::sort(intervals.begin(), intervals.end(),
            [](const Interval& a, const Interval& b) { return a.low < b.low; });
  double length = 0, covered_until = intervals.empty() ? 0 : intervals.front().low;
  for (const auto& [low, high] : intervals) {
    length += std::max(0.0, high - std::max(low, covered_until));
    covered_until = std::max(covered_until, high);
  }
  return length;
}

std::optional<Interval> wilson_interval(std::size_t count, std::size_t all) {
  if (all == 0) return std::nullopt;
  constexpr double kZ = 1.959963984540054;  // the normal distribution's 0.975-quantile
  const auto n = static_cast<double>(all);
  const double share = static_cast<double>(count) / n;
  const double center = (share + kZ * kZ / (2 * n)) / (1 + kZ * kZ / n);
  const double reach =
      kZ * std::sqrt(share * (1 - share) / n + kZ * kZ / (4 * n * n)) / (1 + kZ * kZ / n);
  return Interval{count == 0 ? 0 : center - reach, count == all ? 1 : center + reach};
}

}  // namespace sightmark
