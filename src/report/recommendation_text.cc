#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/list.h"
#include "base/text.h"
#include "report/phrase.h"
#include "report/recommendation_report.h"
#include "study/pick_margin.h"

namespace sightmark {
namespace {

constexpr std::size_t kRunnerUpCount = 5;
constexpr std::size_t kNamedCount = 10;  // runs in a list
constexpr std::size_t kMostNameWidth = 48;

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, code_point_count(text)), ' ');
}

std::string name_of(const RunMetrics& run) { return plain_text(configuration_name(run)); }

std::size_t name_width(const RunPointers& runs) {
  std::size_t width = 0;
  for (const RunMetrics* run : runs) width = std::max(width, code_point_count(name_of(*run)));
  return std::min(width, kMostNameWidth);
}

std::string value_in_words(const Metric& metric, const RunMetrics& run) {
  return with_interval(metric, *metric.estimate(run));
}

std::string limit_in_words(const Constraint& constraint) {
  return fmt::format("{} {} {}", constraint.metric.name, constraint.is_most ? "<=" : ">=",
                     with_unit(constraint.metric, constraint.limit));
}

std::string section(std::string_view title, const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  return fmt::format("\n{}\n{}\n", title, fmt::join(lines, "\n"));
}

// A line for each of the first items, then how many more there are.
template <typename Items, typename Words>
void add_lines(std::vector<std::string>& lines, const Items& items, std::string_view indent,
               Words in_words) {
  for (const auto& item : items) {
    if (&item == items.data() + kNamedCount) break;
    lines.push_back(fmt::format("{}{}", indent, in_words(item)));
  }
  if (items.size() > kNamedCount) {
    lines.push_back(fmt::format("{}and {} more", indent, items.size() - kNamedCount));
  }
}

std::string pick_in_words(const RecommendationReport& report) {
  const RunMetrics& pick = *report.made.order.front();
  std::vector<std::string> lines = {
      fmt::format("  {}  {}", name_of(pick), plain_text(pick.run_dir))};
  std::vector<Metric> metrics = deciding_metrics(report.price);
  metrics.insert(metrics.begin(), report.made.use_case.metric);
  for (const Metric& metric : metrics) {
    if (!metric.value(pick)) continue;
    if (&metric != &metrics[0] && metric.name == metrics[0].name) continue;
    const bool is_partial = metric.kind == MetricKind::Energy;
    lines.push_back(fmt::format(
        "    {}{}{}", padded(metric.name, 40), value_in_words(metric, pick),
        is_partial ? fmt::format(", {}", power_scope_in_words(pick.conditions.power_scope)) : ""));
  }
  return section("Pick", lines);
}

std::string runners_up(const Recommendation& made, const PickMargin& margin) {
  const RunPointers shown(made.order.begin() + 1,
                          made.order.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                   made.order.size(), kRunnerUpCount + 1)));
  const std::size_t width = name_width(shown);
  std::vector<std::string> lines;
  for (const RunMetrics* run : shown) {
    const bool is_close =
        std::find(margin.close.begin(), margin.close.end(), run) != margin.close.end();
    const bool has_interval = margin.has_interval && made.use_case.metric.interval(*run);
    const char* lead = is_close       ? "  overlaps the pick's interval"
                       : has_interval ? "  apart from the pick's interval"
                                      : "";
    lines.push_back(fmt::format("  {}  {}  {}{}", lines.size() + 2, padded(name_of(*run), width),
                                value_in_words(made.use_case.metric, *run), lead));
  }
  return section("Runners-up", lines);
}

std::string front_in_words(const Recommendation& made) {
  const RunFront front = run_front(made);
  if (front.metrics.size() < 2) return {};
  const std::size_t width = name_width(front.runs);
  std::vector<std::string> lines;
  add_lines(lines, front.runs, "  ", [&](const RunMetrics* run) {
    const auto value = [&](const Metric& metric) { return with_unit(metric, *metric.value(*run)); };
    return fmt::format("{}  {}", padded(name_of(*run), width),
                       fmt::join(list_of(front.metrics, value), ", "));
  });
  return section(fmt::format("Pareto front: better in one of these means worse in another: {}",
                             fmt::join(list_of(front.metrics, &Metric::name), ", ")),
                 lines);
}

std::string changes(const Recommendation& made, const PickMargin& margin) {
  std::vector<std::string> lines;
  const RunMetrics& pick = *made.order.front();
  if (made.pick->runs.size() > 1) {
    lines.push_back(fmt::format("  {} tie for the best; the first of them is shown.",
                                counted(made.pick->runs.size(), "run")));
  }
  if (!margin.has_interval && made.order.size() > 1) {
    lines.push_back(
        fmt::format("  {} has no interval, so the lead may be chance.", made.use_case.metric.name));
  }
  for (std::size_t i = 0; i < std::min(margin.close.size(), kNamedCount); ++i) {
    lines.push_back(fmt::format(
        "  The lead over {} is within the noise; to compare trials: sightmark compare {} {}",
        name_of(*margin.close[i]), plain_text(pick.run_dir), plain_text(margin.close[i]->run_dir)));
  }
  for (const Constraint& constraint : margin.in_doubt) {
    lines.push_back(fmt::format("  It is not certain that the pick keeps {}: {}.",
                                limit_in_words(constraint),
                                value_in_words(constraint.metric, pick)));
  }
  for (std::size_t i = 0; i < std::min(margin.relaxations.size(), kNamedCount); ++i) {
    const Relaxation& relaxation = margin.relaxations[i];
    lines.push_back(
        fmt::format("  {}, {}, would be picked without {}: it has {}{}.", name_of(*relaxation.run),
                    with_unit(made.use_case.metric, *made.use_case.metric.value(*relaxation.run)),
                    limit_in_words(relaxation.constraint),
                    value_in_words(relaxation.constraint.metric, *relaxation.run),
                    relaxation.is_in_noise ? ", and may keep it" : ""));
  }
  if (lines.empty()) lines.push_back("  Nothing in this data.");
  return section("What would change the answer", lines);
}

std::string ruled_out_in_words(const Recommendation& made) {
  std::vector<std::string> lines;
  for (const auto& [constraint, runs] : made.ruled_out) {
    lines.push_back(fmt::format("  {}", limit_in_words(constraint)));
    const std::size_t width = name_width(runs);
    const Metric& metric = constraint.metric;
    add_lines(lines, runs, "    ", [&](const RunMetrics* run) {
      return fmt::format("{}  {}", padded(name_of(*run), width),
                         metric.value(*run) ? value_in_words(metric, *run) : "not measured");
    });
  }
  return section("Ruled out by", lines);
}

std::string others_in_words(const Recommendation& made) {
  const auto lines = list_of(made.others, [&](const OtherPick& other) {
    return fmt::format("  {}: {}, {}", plain_text(other.within),
                       plain_text(runs_in_words(other.champion.runs)),
                       with_unit(made.use_case.metric, other.champion.value));
  });
  return section(
      "Not compared, since they differ in what decides the metric; the best of each group", lines);
}

std::string left_out_in_words(const std::vector<LeftOut>& left_out) {
  std::vector<std::string> lines;
  add_lines(lines, left_out, "  ", [](const LeftOut& run) {
    return fmt::format("{}: {}", plain_text(run.run_dir), plain_text(run.reason));
  });
  return section("Left out", lines);
}

}  // namespace

std::vector<Metric> deciding_metrics(const std::optional<Price>& price) {
  std::vector<Metric> metrics = {
      latency_p90(),          success_rate(),         accuracy(),         peak_memory(),
      mean_power(),           energy_per_inference(), answers_per_hour(), answers_per_watt_hour(),
      images_per_watt_hour(), battery_life()};
  if (price) metrics.push_back(cost_of_answers(*price));
  return metrics;
}

std::string to_text(const RecommendationReport& report) {
  const Recommendation& made = report.made;
  std::string text = made.use_case.name.empty()
                         ? made.use_case.rule + '\n'
                         : fmt::format("{}: {}\n", made.use_case.name, made.use_case.rule);
  const std::size_t all = complete_runs(report.study).size();
  if (!made.pick) {
    text += fmt::format("No run qualifies, of {}.\n", counted(all, "complete run"));
    return text + ruled_out_in_words(made) + left_out_in_words(report.left_out);
  }
  const PickMargin margin = pick_margin(made, report.study);
  const bool is_part = !made.within.empty() || !made.others.empty();
  text += fmt::format("{} of {} qualify{}{}.\n", made.order.size(), counted(all, "complete run"),
                      is_part ? " and may be compared" : "",
                      made.within.empty() ? "" : ", " + plain_text(made.within));
  return text + pick_in_words(report) + runners_up(made, margin) + front_in_words(made) +
         changes(made, margin) + ruled_out_in_words(made) + others_in_words(made) +
         left_out_in_words(report.left_out);
}

}  // namespace sightmark
