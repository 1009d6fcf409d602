#include "report/phrase.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/number.h"
#include "report/precision_phrase.h"
#include "study/device_profile.h"

namespace sightmark {
namespace {

constexpr std::size_t kNamedRunCount = 30;  // that tie for a title
constexpr std::size_t kNotedRunCount = 20;  // runs whose reading problems are told

std::string problems_of(const RunMetrics& run) {
  std::vector<std::string> parts;
  if (run.damaged_line_count) parts.push_back(counted(run.damaged_line_count, "damaged record"));
  if (run.duplicate_count) parts.push_back(counted(run.duplicate_count, "repeated record"));
  if (run.wrong_field_count) parts.push_back(counted(run.wrong_field_count, "unusable field"));
  return fmt::format("{}", fmt::join(parts, ", "));
}

// How many use cases each configuration is recommended for, most first.
std::vector<std::pair<std::string, std::size_t>> pick_counts(const Study& study) {
  std::map<std::string, std::size_t> count_by_name;
  for (const Recommendation& made : recommendations(study)) {
    if (made.pick) ++count_by_name[configuration_name(*made.pick->runs.front())];
  }
  std::vector<std::pair<std::string, std::size_t>> counts(count_by_name.begin(),
                                                          count_by_name.end());
  std::stable_sort(counts.begin(), counts.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return counts;
}

std::string picks_sentence(const Study& study) {
  std::vector<std::string> parts;
  for (const auto& [name, count] : pick_counts(study)) {
    parts.push_back(fmt::format("{} ({} of 6)", name, count));
  }
  return fmt::format("Recommended for the six use cases, by the rules above: {}.",
                     fmt::join(parts, ", "));
}

std::optional<std::string> device_sentence(const Study& study) {
  std::vector<std::string> parts;
  for (const std::string& device : study.devices) {
    const auto standings = device_standings(study, device);
    const auto strengths =
        std::count_if(standings.begin(), standings.end(),
                      [](const auto& standing) { return standing.is_strength(); });
    if (!standings.empty()) {
      parts.push_back(fmt::format("{} in {} of {}", device, strengths, standings.size()));
    }
  }
  if (parts.empty()) return std::nullopt;
  return fmt::format("With the model and the precision held fixed, the best device: {} metrics.",
                     fmt::join(parts, ", "));
}

}  // namespace

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

std::string with_interval(const Metric& metric, double value,
                          const std::optional<Interval>& interval) {
  if (!interval) return with_unit(metric, value);
  return fmt::format("{} ({} to {})", with_unit(metric, value),
                     grouped(interval->low, metric.decimal_count),
                     grouped(interval->high, metric.decimal_count));
}

std::string told(const Study& study, const Metric& metric, const Standing& standing) {
  return fmt::format("{}, {}", configuration_name(*runs_of(study, standing.configuration).front()),
                     with_interval(metric, standing.value, standing.interval));
}

std::string signed_percent(double percent) {
  return std::abs(percent) < 0.05 ? "0.0%" : fmt::format("{:+.1f}%", percent);
}

std::string times(double ratio) { return grouped(ratio, ratio < 1.1 ? 2 : 1); }

std::vector<std::string> configuration_names(const RunPointers& runs) {
  std::vector<std::string> names;
  std::set<std::string> known;
  for (const RunMetrics* run : runs) {
    std::string name = configuration_name(*run);
    if (known.insert(name).second) names.push_back(std::move(name));
  }
  return names;
}

std::string runs_in_words(const RunPointers& runs) {
  std::vector<std::string> names = configuration_names(runs);
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

std::string figures_of(const RunMetrics& run, const Metric& first) {
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
  return parts.empty() ? "" : fmt::format("It comes to {}.", fmt::join(parts, "; "));
}

std::string load_time_note(const Study& study) {
  const RunPointers runs = complete_runs(study), known = ranked(runs, load_time());
  if (known.empty()) return "no run says how long its model took to load, so none is shown.";
  const auto told = [&](const RunMetrics* run) {
    return fmt::format("{} ({})", with_unit(load_time(), *load_time().value(*run)),
                       configuration_name(*run));
  };
  if (known.size() == 1) return fmt::format("known for one run: {}.", told(known.front()));
  return fmt::format("known for {} of {}, from {} to {}.", known.size(),
                     counted(runs.size(), "complete run"), told(known.front()), told(known.back()));
}

std::string power_note(const Study& study) {
  std::map<std::string, std::set<std::string>> ways_by_device;
  for (const RunMetrics* run : complete_runs(study)) {
    const Conditions& how = run->conditions;
    std::string way = "not measured";
    if (run->totals.power_w) {
      way = "over " + std::string(power_scope_in_words(how.power_scope));
      if (!how.power_method.empty()) way += ", by " + how.power_method;
    }
    ways_by_device[run->device].insert(way);
  }
  std::vector<std::string> parts;
  for (const auto& [device, ways] : ways_by_device) {
    parts.push_back(fmt::format("{} {}", device, fmt::join(ways, " or ")));
  }
  if (parts.empty()) return "no complete run says anything about it.";
  return fmt::format("{}.", fmt::join(parts, "; "));
}

std::vector<std::string> reading_notes(const Study& study) {
  std::vector<std::string> notes;
  std::size_t more = 0;
  for (const RunMetrics& run : study.runs) {
    const std::string problems = problems_of(run);
    if (problems.empty()) continue;
    if (notes.size() == kNotedRunCount) {
      ++more;
    } else {
      notes.push_back(fmt::format("In {}: {} left out.", run.run_dir, problems));
    }
  }
  if (more) notes.push_back(fmt::format("The same in {}.", counted(more, "further run")));
  return notes;
}

std::vector<std::string> conclusions(const Study& study,
                                     const std::vector<PrecisionComparison>& precisions) {
  std::vector<std::string> sentences = {picks_sentence(study)};
  if (auto devices = device_sentence(study)) sentences.push_back(std::move(*devices));
  if (!precisions.empty()) sentences.push_back(precision_finding(precisions));
  return sentences;
}

}  // namespace sightmark
