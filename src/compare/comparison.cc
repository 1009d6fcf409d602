#include "compare/comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <unordered_map>

#include "audit/audit.h"
#include "metric/formula.h"
#include "stats/bootstrap.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

// What one metric has in the pairs that bear on it in both runs.
struct PairedValues {
  std::size_t pair_count = 0;
  Column above_a, below_a, above_b, below_b;        // sums of the terms by image
  std::vector<ClusterSample> samples_a, samples_b;  // of the terms above
  std::vector<std::size_t> pair_counts;             // by image
  std::vector<std::vector<double>> changes;         // of each pair, by image; see pair_change

  explicit PairedValues(std::size_t image_count)
      : above_a(image_count),
        below_a(image_count),
        above_b(image_count),
        below_b(image_count),
        pair_counts(image_count),
        changes(image_count) {}

  std::size_t image_count() const {
    return static_cast<std::size_t>(std::count_if(pair_counts.begin(), pair_counts.end(),
                                                  [](std::size_t count) { return count > 0; }));
  }
};

// Of shares the difference, else the logarithm of the ratio: half is as far from 1 as double is.
// Empty if one of the two failed and the metric counts what failures cost.
std::optional<double> pair_change(const Metric& metric, const Terms& a, const Terms& b) {
  if (a.below <= 0 || b.below <= 0) return std::nullopt;
  const double of_a = a.above / a.below, of_b = b.above / b.below;
  if (metric.is_share) return of_b - of_a;
  if (of_a <= 0 || of_b <= 0) return std::nullopt;
  return std::log(of_b / of_a);
}

PairedValues paired_values(const Pairing& pairing, const Metric& metric) {
  PairedValues values(pairing.image_count);
  for (const auto& [image, trial_a, trial_b] : pairing.pairs) {
    const auto a = metric.terms(*trial_a), b = metric.terms(*trial_b);
    if (!a || !b) continue;
    ++values.pair_count;
    ++values.pair_counts[image];
    values.above_a[image] += a->above;
    values.below_a[image] += a->below;
    values.above_b[image] += b->above;
    values.below_b[image] += b->below;
    if (metric.percentile) {
      values.samples_a.push_back({a->above, image});
      values.samples_b.push_back({b->above, image});
    } else if (const auto change = pair_change(metric, *a, *b)) {
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

// Where no pair differs, the share of images that may differ all the same.
std::optional<Interval> interval_of_shares(const PairedValues& values, const Bootstrap& bootstrap) {
  Column differences(values.above_a.size());
  for (std::size_t i = 0; i < differences.size(); ++i) {
    differences[i] = values.above_b[i] - values.above_a[i];
  }
  const bool is_same =
      std::all_of(values.changes.begin(), values.changes.end(), [](auto& of_image) {
        return std::all_of(of_image.begin(), of_image.end(),
                           [](double change) { return change == 0; });
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

// What the metric's formula comes to over the pairs.
std::optional<double> value_of(const Metric& metric, const std::vector<ClusterSample>& sorted,
                               const Column& above, const Column& below) {
  if (!metric.percentile) return ratio(metric, sum(above), sum(below));
  std::vector<double> values;
  for (const ClusterSample& sample : sorted) values.push_back(sample.value);
  return quantile_of_sorted(values, *metric.percentile);
}

// The pairs' median, and the test of one median an image.
void add_test(Change& change, const PairedValues& values, const Metric& metric) {
  std::vector<double> all, medians;
  for (const std::vector<double>& of_image : values.changes) {
    if (of_image.empty()) continue;
    all.insert(all.end(), of_image.begin(), of_image.end());
    medians.push_back(*quantile(of_image, 0.5));
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

// Empty if no pair has the metric, or there is nothing to divide by.
std::optional<Change> change_of(const PairedValues& values, const Metric& metric,
                                const Bootstrap& bootstrap) {
  if (values.pair_count == 0) return std::nullopt;
  const auto a = value_of(metric, values.samples_a, values.above_a, values.below_a);
  const auto b = value_of(metric, values.samples_b, values.above_b, values.below_b);
  if (!a || !b) return std::nullopt;
  Change change{
      .pair_count = values.pair_count, .image_count = values.image_count(), .a = *a, .b = *b};
  if (!metric.percentile) add_test(change, values, metric);
  if (metric.is_share) {
    change.change = change.b - change.a;
    change.interval = interval_of_shares(values, bootstrap);
  } else {
    if (change.a <= 0) return std::nullopt;
    change.change = percent(change.b / change.a);
    change.interval = metric.percentile
                          ? in_percent(bootstrap.of_quantile_ratio(
                                values.samples_b, values.samples_a, *metric.percentile))
                          : interval_of_ratio(values, bootstrap);
  }
  change.verdict = verdict(change.interval);
  return change;
}

bool has_metric(const TrialTable& table, const Metric& metric) {
  return std::any_of(table.trials.begin(), table.trials.end(), [&](const TrialRow& trial) {
    // Failures alone have a share, but nothing else.
    return (trial.is_success || metric.is_share) && metric.terms(trial);
  });
}

constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

// Where each name of `names` stands in `others`.
std::vector<std::uint32_t> places(const std::vector<std::string>& names,
                                  const std::vector<std::string>& others) {
  std::unordered_map<std::string_view, std::uint32_t> place_by_name;
  for (std::uint32_t i = 0; i < others.size(); ++i) place_by_name.emplace(others[i], i);
  std::vector<std::uint32_t> found;
  for (const std::string& name : names) {
    const auto place = place_by_name.find(name);
    found.push_back(place == place_by_name.end() ? kNowhere : place->second);
  }
  return found;
}

using Question = std::tuple<std::uint32_t, std::uint32_t, std::int64_t>;  // image, task, repeat

struct Asked {
  Question question;
  const TrialRow* trial;
};

// By question, in the places that b's images and tasks have.
std::vector<Asked> sorted_questions(const TrialTable& b) {
  std::vector<Asked> asked;
  for (const TrialRow& trial : b.trials) {
    if (trial.image >= b.images.size()) continue;  // it names none
    asked.push_back({{trial.image, trial.task, trial.repeat_index}, &trial});
  }
  std::sort(asked.begin(), asked.end(),
            [](const Asked& x, const Asked& y) { return x.question < y.question; });
  return asked;
}

}  // namespace

const ComparisonRow* row_of(const Comparison& comparison, std::string_view metric_key) {
  const auto row = std::find_if(comparison.rows.begin(), comparison.rows.end(),
                                [&](const auto& each) { return each.metric->key == metric_key; });
  return row == comparison.rows.end() ? nullptr : &*row;
}

const std::vector<const Metric*>& compared_metrics() {
  static const std::vector<const Metric*> all = [] {
    std::vector<const Metric*> with_terms;
    for (const Metric& metric : metrics()) {
      if (metric.terms) with_terms.push_back(&metric);
    }
    std::stable_sort(with_terms.begin(), with_terms.end(),
                     [](const Metric* a, const Metric* b) { return a->kind < b->kind; });
    return with_terms;
  }();
  return all;
}

Comparison comparison(const ComparedRun& a, const ComparedRun& b, bool is_forced,
                      const std::vector<const Metric*>& metrics) {
  const Pairing pairing = paired(a.trials, b.trials);
  const Bootstrap bootstrap(pairing.image_count);
  Comparison result{.pair_count = pairing.pairs.size(), .image_count = pairing.image_count};
  for (const Metric* metric : metrics) {
    const auto found = [&](Severity severity) {
      return differences(a.metrics, b.metrics, metric->kind, severity);
    };
    ComparisonRow row{.metric = metric,
                      .obstacles = found(Severity::Blocks),
                      .cautions = found(Severity::Weakens),
                      .is_in_a = has_metric(a.trials, *metric),
                      .is_in_b = has_metric(b.trials, *metric)};
    if (!row.is_in_a && !row.is_in_b) continue;
    if (row.obstacles.empty() || is_forced) {
      row.change = change_of(paired_values(pairing, *metric), *metric, bootstrap);
    }
    result.rows.push_back(std::move(row));
  }
  return result;
}

std::vector<const Metric*> precision_metrics() {
  std::vector<const Metric*> metrics;
  for (const char* key : {"latency_mean", "latency_p90", "generated_tokens_per_s",
                          "generated_tokens", "energy_per_inference", "accuracy", "success"}) {
    metrics.push_back(find_metric(key));
  }
  return metrics;
}

std::vector<PrecisionRuns> runs_in_both_precisions(const Study& study) {
  std::vector<PrecisionRuns> pairs;
  for (const std::string& model : study.models) {
    for (const std::string& device : study.devices) {
      const RunPointers fp16 = runs_of(study, {model, device, "fp16"});
      const RunPointers bf16 = runs_of(study, {model, device, "bf16"});
      for (std::size_t i = 0; i < std::min(fp16.size(), bf16.size()); ++i) {
        pairs.push_back({model, device, fp16[i], bf16[i]});
      }
    }
  }
  return pairs;
}

Pairing paired(const TrialTable& a, const TrialTable& b) {
  const auto image_in_b = places(a.images, b.images), task_in_b = places(a.tasks, b.tasks);
  const std::vector<Asked> asked = sorted_questions(b);
  Pairing pairing;
  std::vector<std::uint32_t> number_by_image(a.images.size(), kNowhere);
  for (const TrialRow& trial : a.trials) {
    if (trial.image >= a.images.size()) continue;
    const Question question{image_in_b[trial.image], task_in_b[trial.task], trial.repeat_index};
    const auto same =
        std::lower_bound(asked.begin(), asked.end(), question,
                         [](const Asked& x, const Question& y) { return x.question < y; });
    if (same == asked.end() || same->question != question) continue;
    std::uint32_t& number = number_by_image[trial.image];
    if (number == kNowhere) number = static_cast<std::uint32_t>(pairing.image_count++);
    pairing.pairs.push_back({number, &trial, same->trial});
  }
  return pairing;
}

}  // namespace sightmark
