#include "compare/comparison.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "audit/comparable.h"
#include "compare/pairing.h"
#include "stats/bootstrap.h"
#include "stats/proportion.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

using Column = std::vector<double>;  // a number for each image

double total(const Column& column) { return std::accumulate(column.begin(), column.end(), 0.0); }

// What one metric has in the pairs that have it in both runs.
struct PairedValues {
  std::size_t pair_count = 0;
  Column above_a, below_a, above_b, below_b;        // sums by image
  std::vector<ClusterSample> samples_a, samples_b;  // of `above`
  std::vector<std::vector<double>> changes;         // of each pair, by image; see pair_change

  explicit PairedValues(std::size_t image_count)
      : above_a(image_count),
        below_a(image_count),
        above_b(image_count),
        below_b(image_count),
        changes(image_count) {}

  std::size_t image_count() const {
    return static_cast<std::size_t>(
        std::count_if(below_a.begin(), below_a.end(), [](double below) { return below != 0; }));
  }
};

// Of shares the difference, else the logarithm of the ratio: half is as far from 1 as double is.
std::optional<double> pair_change(const ComparedMetric& metric, double a, double b) {
  if (metric.is_share) return b - a;
  if (a <= 0 || b <= 0) return std::nullopt;
  return std::log(b / a);
}

PairedValues paired_values(const Pairing& pairing, const ComparedMetric& metric) {
  PairedValues values(pairing.image_count);
  for (const auto& [image, a, b] : pairing.pairs) {
    const auto above_a = metric.above(*a), above_b = metric.above(*b);
    const auto below_a = metric.below(*a), below_b = metric.below(*b);
    if (!above_a || !above_b || !below_a || !below_b) continue;
    ++values.pair_count;
    values.above_a[image] += *above_a;
    values.below_a[image] += *below_a;
    values.above_b[image] += *above_b;
    values.below_b[image] += *below_b;
    if (metric.percentile) {
      values.samples_a.push_back({*above_a, image});
      values.samples_b.push_back({*above_b, image});
    } else if (const auto change = pair_change(metric, *above_a / *below_a, *above_b / *below_b)) {
      values.changes[image].push_back(*change);
    }
  }
  std::sort(values.samples_a.begin(), values.samples_a.end());
  std::sort(values.samples_b.begin(), values.samples_b.end());
  return values;
}

double percent(double ratio) { return 100 * (ratio - 1); }

std::optional<Interval> in_percent(const std::optional<Interval>& ratio) {
  if (!ratio) return std::nullopt;
  return Interval{percent(ratio->low), percent(ratio->high)};
}

// Where no pair differs, as many images leave room for so many that do.
std::optional<Interval> interval_of_shares(const PairedValues& values, const Bootstrap& bootstrap) {
  Column differences(values.above_a.size());
  for (std::size_t i = 0; i < differences.size(); ++i) {
    differences[i] = values.above_b[i] - values.above_a[i];
  }
  const bool is_same = std::all_of(values.changes.begin(), values.changes.end(), [](auto& own) {
    return std::all_of(own.begin(), own.end(), [](double change) { return change == 0; });
  });
  const auto rest = wilson_interval(0, values.image_count());
  if (is_same && rest) return Interval{-100 * rest->high, 100 * rest->high};
  return bootstrap.of_ratio(differences, values.below_a);
}

std::optional<Interval> interval_of_ratio(const PairedValues& values, const Bootstrap& bootstrap) {
  const Column columns[] = {values.above_a, values.below_a, values.above_b, values.below_b};
  return in_percent(
      bootstrap.of_sums(columns, [](std::span<const double> sums) -> std::optional<double> {
        if (sums[0] <= 0 || sums[1] <= 0 || sums[3] <= 0) return std::nullopt;
        return sums[2] / sums[3] / (sums[0] / sums[1]);
      }));
}

double quantile_of(const std::vector<ClusterSample>& sorted, double p) {
  std::vector<double> values;
  for (const ClusterSample& sample : sorted) values.push_back(sample.value);
  return quantile_of_sorted(values, p);
}

// The pairs' median, and the test of one median an image.
void add_test(Change& change, const PairedValues& values, const ComparedMetric& metric) {
  std::vector<double> all, medians;
  for (const std::vector<double>& own : values.changes) {
    if (own.empty()) continue;
    all.insert(all.end(), own.begin(), own.end());
    medians.push_back(*quantile(own, 0.5));
  }
  const auto median = quantile(all, 0.5);
  if (median) change.median_change = metric.is_share ? *median : percent(std::exp(*median));
  change.test = signed_rank_test(medians);
}

Verdict verdict(const std::optional<Interval>& interval) {
  if (!interval) return Verdict::NotEnoughData;
  const auto& [low, high] = *interval;
  if (low >= -kEquivalencePercent && high <= kEquivalencePercent) return Verdict::Equivalent;
  if (high < 0) return Verdict::Lower;
  return low > 0 ? Verdict::Higher : Verdict::NotEnoughData;
}

// Nothing where no pair has the metric, or there is nothing to divide by.
std::optional<Change> change_of(const PairedValues& values, const ComparedMetric& metric,
                                const Bootstrap& bootstrap) {
  if (values.pair_count == 0) return std::nullopt;
  Change change{.pair_count = values.pair_count, .image_count = values.image_count()};
  if (metric.percentile) {
    change.a = quantile_of(values.samples_a, *metric.percentile);
    change.b = quantile_of(values.samples_b, *metric.percentile);
  } else {
    change.a = total(values.above_a) / total(values.below_a);
    change.b = total(values.above_b) / total(values.below_b);
    add_test(change, values, metric);
  }
  if (metric.is_share) {
    change.change = change.b - change.a;
    change.interval = interval_of_shares(values, bootstrap);
  } else {
    if (!(change.a > 0) || !std::isfinite(change.b)) return std::nullopt;
    change.change = percent(change.b / change.a);
    change.interval = metric.percentile
                          ? in_percent(bootstrap.of_quantile_ratio(
                                values.samples_b, values.samples_a, *metric.percentile))
                          : interval_of_ratio(values, bootstrap);
  }
  change.verdict = verdict(change.interval);
  return change;
}

bool has_metric(const TrialTable& table, const ComparedMetric& metric) {
  return std::any_of(table.trials.begin(), table.trials.end(),
                     [&](const TrialValues& trial) { return metric.above(trial).has_value(); });
}

}  // namespace

Comparison comparison(const ComparedRun& a, const ComparedRun& b, bool is_forced) {
  const Pairing pairing = paired(a.trials, b.trials);
  const Bootstrap bootstrap(pairing.image_count);
  Comparison result{.pair_count = pairing.pairs.size(), .image_count = pairing.image_count};
  for (const ComparedMetric& metric : compared_metrics()) {
    const auto told = [&](Severity severity) {
      return differences(a.metrics, b.metrics, metric.kind, severity);
    };
    ComparisonRow row{.metric = &metric,
                      .obstacles = told(Severity::Blocks),
                      .cautions = told(Severity::Weakens),
                      .is_in_a = has_metric(a.trials, metric),
                      .is_in_b = has_metric(b.trials, metric)};
    if (!row.is_in_a && !row.is_in_b) continue;
    if (row.obstacles.empty() || is_forced) {
      row.change = change_of(paired_values(pairing, metric), metric, bootstrap);
    }
    result.rows.push_back(std::move(row));
  }
  return result;
}

}  // namespace sightmark
