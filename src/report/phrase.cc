#include "report/phrase.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/text.h"
#include "report/comparison_report.h"

namespace sightmark {
namespace {

constexpr std::size_t kNamedRunCount = 30;  // that tie for a title
constexpr std::size_t kNameLimit = 120;     // code points

constexpr const char* kDecidingMetric = "latency_mean";

// Without the sign of a number that is shown as 0.
double rounded(double percent) { return std::abs(percent) < 0.05 ? 0 : percent; }

std::string name_of(const PrecisionComparison& compared) {
  return fmt::format("{} on {}", report_name(compared.runs.model),
                     report_name(compared.runs.device));
}

std::string advice(const std::map<Verdict, std::vector<std::string>>& names_by_verdict) {
  const bool is_one = names_by_verdict.size() == 1;
  switch (is_one ? names_by_verdict.begin()->first : Verdict::NotEnoughData) {
    case Verdict::Lower:
      return "Choose bf16 for speed: it is faster in every pair.";
    case Verdict::Higher:
      return "Choose fp16 for speed: it is faster in every pair.";
    case Verdict::Equivalent:
      return "Speed does not decide: choose by what the model was made for and what the device "
             "supports.";
    case Verdict::NotEnoughData:
      break;
  }
  return is_one ? "These runs do not show which precision is faster."
                : "Choose by the row of your model and device.";
}

}  // namespace

std::string report_name(const std::string& name) { return shortened(name, kNameLimit); }

std::string with_unit(const Metric& metric, double value) {
  const std::string number = grouped(value, metric.decimal_count);
  if (metric.unit == "%") return number + '%';
  return metric.unit.empty() ? number : number + ' ' + metric.unit;
}

std::string title_in_words(const TitleHolder& holder) {
  return holder.within.empty() ? holder.title : fmt::format("{}, {}", holder.title, holder.within);
}

std::string reference_in_words(const ReferenceView& view) {
  const std::string value = with_unit(view.metric, view.champion.value);
  if (view.agrees) return fmt::format("the same by {}, {}", view.metric.name, value);
  const std::string first = fmt::format("{} puts {} first, {}", view.metric.name,
                                        runs_in_words(view.champion.runs), value);
  return view.reason.empty() ? first : fmt::format("{}: {}", first, view.reason);
}

std::string in_words(const std::vector<std::string>& names) {
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

std::string with_interval(const Metric& metric, const Estimate& estimate) {
  const auto& [value, interval] = estimate;
  if (!interval) return with_unit(metric, value);
  return fmt::format("{} ({} to {})", with_unit(metric, value),
                     grouped(interval->low, metric.decimal_count),
                     grouped(interval->high, metric.decimal_count));
}

std::string standing_in_words(const Study& study, const Metric& metric, const Standing& standing) {
  return fmt::format("{}, {}", configuration_name(*runs_of(study, standing.configuration).front()),
                     with_interval(metric, {standing.value, standing.interval}));
}

std::string times(double ratio) { return grouped(ratio, ratio < 1.1 ? 2 : 1); }

std::string runs_in_words(const RunPointers& runs) {
  std::vector<std::string> names;
  std::set<std::string> known;
  for (const RunMetrics* run : runs) {
    std::string name = configuration_name(*run);
    if (known.insert(name).second) names.push_back(std::move(name));
  }
  const std::size_t all = names.size();
  names.resize(std::min(all, kNamedRunCount));
  const std::string text = fmt::format("{}", fmt::join(names, "; "));
  return all > names.size() ? fmt::format("{}; and {} more", text, all - names.size()) : text;
}

std::string lead(const Metric& metric, const Champion& champion) {
  if (!champion.next_model) return {};
  const std::string next = configuration_name(*champion.next_model);
  const std::string value = with_unit(metric, *metric.value(*champion.next_model));
  if (!champion.ratio) return fmt::format("{} has {}", next, value);
  return metric.is_lower_better
             ? fmt::format("{} has {} times as much, {}", next, times(*champion.ratio), value)
             : fmt::format("{} times as much as {}, {}", times(*champion.ratio), next, value);
}

std::string metrics_of(const RunMetrics& run, const Metric& first) {
  std::vector<std::string> parts = {
      fmt::format("{} {}", first.name, with_unit(first, *first.value(run)))};
  for (const Metric& metric : {mean_latency(), latency_p90(), answer_length(), success_rate()}) {
    const auto value = metric.value(run);
    if (value && metric.name != first.name) {
      parts.push_back(fmt::format("{} {}", metric.name, with_unit(metric, *value)));
    }
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string units_of(const RunMetrics& run, const std::optional<Price>& price) {
  std::vector<std::string> of_power;
  const auto add = [&](const Metric& metric, const char* after) {
    if (const auto value = metric.value(run)) of_power.push_back(with_unit(metric, *value) + after);
  };
  add(answers_per_watt_hour(), "");
  add(images_per_watt_hour(), "");
  add(battery_life(), " on a battery of 100 Wh");
  if (price) add(cost_of_answers(*price), " for 1,000 answers");
  std::vector<std::string> parts;
  if (const auto pace = answers_per_hour().value(run)) {
    parts.push_back(with_unit(answers_per_hour(), *pace));
  }
  if (!of_power.empty()) {
    parts.push_back(fmt::format("by the power of {}, {}",
                                power_scope_in_words(run.conditions.power_scope),
                                fmt::join(of_power, ", ")));
  }
  return parts.empty() ? "" : fmt::format("Yield: {}.", fmt::join(parts, "; "));
}

std::string precision_change(const PrecisionComparison& compared, const std::string& metric_key) {
  const ComparisonRow* row = row_of(compared.comparison, metric_key);
  if (!row || !row->change) return kNothing;
  const Change& change = *row->change;
  const std::string unit = row->metric->is_share ? " points" : "%";
  std::string text = fmt::format("{:+.1f}{}", rounded(change.change), unit);
  if (change.interval) {
    text += fmt::format(" ({:+.1f} to {:+.1f})", rounded(change.interval->low),
                        rounded(change.interval->high));
  }
  return fmt::format("{}: {}", text, verdict_in_words(change.verdict, *row->metric));
}

std::string precision_finding(const std::vector<PrecisionComparison>& all) {
  std::map<Verdict, std::vector<std::string>> names_by_verdict;
  std::vector<std::string> refused;
  for (const PrecisionComparison& compared : all) {
    const ComparisonRow* row = row_of(compared.comparison, kDecidingMetric);
    if (row && row->change) {
      names_by_verdict[row->change->verdict].push_back(name_of(compared));
    } else {
      refused.push_back(name_of(compared));
    }
  }
  std::vector<std::string> parts;
  const std::pair<Verdict, const char*> kinds[] = {{Verdict::Lower, "faster in bf16"},
                                                   {Verdict::Higher, "slower in bf16"},
                                                   {Verdict::Equivalent, "equivalent, within 2%"},
                                                   {Verdict::NotEnoughData, "not enough data"}};
  for (const auto& [verdict, words] : kinds) {
    const auto found = names_by_verdict.find(verdict);
    if (found == names_by_verdict.end()) continue;
    parts.push_back(fmt::format("{} for {}", words, fmt::join(found->second, ", ")));
  }
  if (!refused.empty())
    parts.push_back(fmt::format("not compared for {}", fmt::join(refused, ", ")));
  const std::string facts =
      fmt::format("Mean latency, trial by trial: {}.", fmt::join(parts, "; "));
  return names_by_verdict.empty() ? facts : facts + ' ' + advice(names_by_verdict);
}

std::vector<std::string> precision_obstacles(const std::vector<PrecisionComparison>& all) {
  std::vector<std::string> sentences;
  for (const PrecisionComparison& compared : all) {
    std::vector<std::string> reasons;
    for (const ComparisonRow& row : compared.comparison.rows) {
      for (const std::string& obstacle : row.obstacles) {
        if (std::find(reasons.begin(), reasons.end(), obstacle) == reasons.end()) {
          reasons.push_back(obstacle);
        }
      }
    }
    if (reasons.empty()) continue;
    sentences.push_back(fmt::format(
        "{}: fp16 (A) and bf16 (B) differ in {}. Metrics that depend on it are not compared.",
        name_of(compared), fmt::join(reasons, "; ")));
  }
  return sentences;
}

}  // namespace sightmark
