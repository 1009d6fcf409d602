#pragma once

#include "metric/metric.h"
#include "stats/bootstrap.h"

// What the formulas of metrics are made of.
namespace sightmark {

using MaybeTerms = std::optional<Terms>;
using MaybeEstimate = std::optional<Estimate>;

// What a formula has of a run. Without resamples nothing has an interval.
struct RunInput {
  const TrialTable& table;
  const RunTotals& totals;
  const std::optional<RunSummary>& summary;
  const MemoryUse& memory;
  Bootstrap bootstrap;  // over the table's images
};

// What a metric's terms come to, empty if no trial has any.
MaybeEstimate estimate_of(const Metric& metric, const RunInput& run);

// The ratio of the sums of the trials' terms, with an interval over images; empty if the lower
// sum is 0.
MaybeEstimate ratio(const RunInput& run, MaybeTerms (*terms)(const TrialRow&));

// The same from sums, as one metric has it: empty also if the metric is a rate that is 0.
std::optional<double> ratio(const Metric& metric, double above, double below);

using Column = std::vector<double>;  // a number for each image

double sum(const Column& column);

// For each image the sum of what `of(row)`, an optional number, is over its trials.
template <typename Of>
Column column(const RunInput& run, Of of) {
  Column sums(run.table.image_count);
  for (const TrialRow& trial : run.table.trials) sums[trial.image] += of(trial).value_or(0);
  return sums;
}

// For each image how often all tasks of the run were answered about it: once a repeat at most.
Column finished_images(const TrialTable& table);

// A statistic of sums of columns, with its interval; empty if there is no statistic.
MaybeEstimate of_sums(const Bootstrap& bootstrap, const std::vector<Column>& columns,
                      const Bootstrap::Statistic& statistic);

// Terms of a mean.
inline MaybeTerms one(std::optional<double> value) {
  return value ? std::optional(Terms{*value, 1}) : std::nullopt;
}

// Terms of a share in percent.
inline MaybeTerms share(std::optional<bool> is) {
  return is ? std::optional(Terms{*is ? 100.0 : 0.0, 1}) : std::nullopt;
}

// A number of the run as a whole, which has no interval.
inline MaybeEstimate whole(std::optional<double> value) {
  return value ? std::optional(Estimate{*value, {}}) : std::nullopt;
}

Estimate scaled(Estimate estimate, double factor);

Estimate percent(const Share& share);

// A percentile of a time of trials in ms, without one their mean; by default beside another metric
// of the same thing.
Metric time_metric(const std::string& key, const std::string& name, const std::string& definition,
                   MaybeTerms (*terms)(const TrialRow&), std::optional<double> percentile = {});

std::vector<Metric> joined(std::initializer_list<std::vector<Metric>> parts);

// The rows of the list, by concept; metric.cc puts them together.
std::vector<Metric> speed_metrics();
std::vector<Metric> energy_metrics();
std::vector<Metric> outcome_metrics();
std::vector<Metric> reference_metrics();

}  // namespace sightmark
