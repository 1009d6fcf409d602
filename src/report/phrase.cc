#include "report/phrase.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/number.h"
#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::size_t kNamedRunCount = 30;  // that tie for a title
constexpr std::size_t kNameLimit = 120;     // code points

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

}  // namespace sightmark
