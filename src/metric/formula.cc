#include "metric/formula.h"

#include <algorithm>
#include <numeric>

#include "stats/bootstrap.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

std::optional<Estimate> percentile(const Metric& metric, const RunInput& run) {
  std::vector<ClusterSample> samples;
  for (const TrialRow& trial : run.table.trials) {
    if (const auto terms = metric.terms(trial)) samples.push_back({terms->above, trial.image});
  }
  if (samples.empty()) return std::nullopt;
  std::sort(samples.begin(), samples.end());
  std::vector<double> values;
  values.reserve(samples.size());
  for (const ClusterSample& sample : samples) values.push_back(sample.value);
  Estimate estimate{quantile_of_sorted(values, *metric.percentile), {}};
  if (metric.has_interval) {
    estimate.interval = run.bootstrap.of_quantile(samples, *metric.percentile);
  }
  return estimate;
}

// Each trial counts as one: Wilson's interval.
std::optional<Estimate> share_of_trials(const Metric& metric, const RunInput& run) {
  std::size_t count = 0, all = 0;
  for (const TrialRow& trial : run.table.trials) {
    const auto terms = metric.terms(trial);
    all += terms.has_value();
    count += terms && terms->above > 0;
  }
  const auto interval = wilson_interval(count, all);
  if (!interval) return std::nullopt;
  return Estimate{100 * static_cast<double>(count) / static_cast<double>(all),
                  Interval{100 * interval->low, 100 * interval->high}};
}

}  // namespace

std::optional<Estimate> estimate_of(const Metric& metric, const RunInput& run) {
  if (metric.of_run) return metric.of_run(run);
  if (metric.percentile) return percentile(metric, run);
  if (metric.is_share) return share_of_trials(metric, run);
  const auto estimate = ratio(run, metric.terms);
  return estimate && metric.is_rate && estimate->value == 0 ? std::nullopt : estimate;
}

std::optional<Estimate> ratio(const RunInput& run, std::optional<Terms> (*terms)(const TrialRow&)) {
  Column above(run.table.image_count), below(above.size());
  for (const TrialRow& trial : run.table.trials) {
    const auto part = terms(trial);
    if (!part) continue;
    above[trial.image] += part->above;
    below[trial.image] += part->below;
  }
  const double divisor = sum(below);
  if (divisor == 0) return std::nullopt;
  return Estimate{sum(above) / divisor, run.bootstrap.of_ratio(above, below)};
}

std::optional<double> ratio(const Metric& metric, double above, double below) {
  if (below == 0 || (metric.is_rate && above == 0)) return std::nullopt;
  return above / below;
}

double sum(const Column& column) { return std::accumulate(column.begin(), column.end(), 0.0); }

Column finished_images(const TrialTable& table) {
  std::vector<std::pair<std::uint32_t, std::int64_t>> answered;  // image and repeat, a task each
  for (const TrialRow& trial : table.trials) {
    const bool names_image = trial.image < table.images.size();
    if (trial.is_success && names_image) answered.emplace_back(trial.image, trial.repeat_index);
  }
  std::sort(answered.begin(), answered.end());
  Column finished(table.image_count);
  for (auto same = answered.begin(); same != answered.end();) {
    const auto end = std::upper_bound(same, answered.end(), *same);
    if (static_cast<std::size_t>(end - same) == table.tasks.size()) ++finished[same->first];
    same = end;
  }
  return finished;
}

std::optional<Estimate> of_sums(const Bootstrap& bootstrap, const std::vector<Column>& columns,
                                const Bootstrap::Statistic& statistic) {
  std::vector<double> sums;
  for (const Column& column : columns) sums.push_back(sum(column));
  const auto value = statistic(sums);
  if (!value) return std::nullopt;
  return Estimate{*value, bootstrap.of_sums(columns, statistic)};
}

Metric time_metric(const std::string& key, const std::string& name, const std::string& definition,
                   MaybeTerms (*terms)(const TrialRow&), std::optional<double> percentile) {
  return {.key = key,
          .column = key + "_ms",
          .name = name,
          .unit = "ms",
          .kind = MetricKind::Latency,
          .is_lower_better = true,
          .definition = definition,
          .terms = terms,
          .percentile = percentile,
          .is_mean = terms && !percentile,
          .is_detail = true};
}

std::vector<Metric> joined(std::initializer_list<std::vector<Metric>> parts) {
  std::vector<Metric> all;
  for (const std::vector<Metric>& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

Estimate percent(const Share& share) {
  return scaled({share.right / share.all, share.interval}, 100);
}

Estimate scaled(Estimate estimate, double factor) {
  estimate.value *= factor;
  if (estimate.interval) {
    estimate.interval = Interval{estimate.interval->low * factor, estimate.interval->high * factor};
  }
  return estimate;
}

}  // namespace sightmark
