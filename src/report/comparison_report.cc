#include "report/comparison_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/list.h"
#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::string_view kRowFormat = "  {:<{}}{:>9}{:>9}{:>9}  {:<14}{:>9}{:>8}  {}\n";

// A ratio of 1 + percent / 100, or points.
std::string effect(double change, const Metric& metric) {
  return metric.is_share ? fmt::format("{:+.2f} pt", change)
                         : fmt::format("{:.3f}", 1 + change / 100);
}

std::string interval_in_words(const Change& change, const Metric& metric) {
  if (!change.interval) return "–";
  const auto& [low, high] = *change.interval;
  return metric.is_share ? fmt::format("{:+.2f} to {:+.2f}", low, high)
                         : fmt::format("{:.3f} to {:.3f}", 1 + low / 100, 1 + high / 100);
}

std::string p_value(const std::optional<SignedRankTest>& test) {
  if (!test) return "–";
  return test->p_value < 0.001 ? "<0.001" : fmt::format("{:.3f}", test->p_value);
}

// "mean latency (ms)".
std::string label(const Metric& metric) { return fmt::format("{} ({})", metric.name, metric.unit); }

std::string row_in_words(const ComparisonRow& row, std::size_t label_width) {
  const Metric& metric = *row.metric;
  const Change& change = *row.change;
  return fmt::format(fmt::runtime(kRowFormat), label(metric), label_width,
                     grouped(change.a, metric.decimal_count + 1),
                     grouped(change.b, metric.decimal_count + 1), effect(change.change, metric),
                     interval_in_words(change, metric),
                     change.median_change ? effect(*change.median_change, metric) : "–",
                     p_value(change.test), verdict_in_words(change.verdict, metric));
}

std::string table(const Comparison& comparison) {
  std::size_t width = 0;
  for (const ComparisonRow& row : comparison.rows) {
    if (row.change) width = std::max(width, label(*row.metric).size());
  }
  if (width == 0) return {};
  std::string text = fmt::format(fmt::runtime(kRowFormat), "", width, "A", "B", "B / A",
                                 "95% interval", "median", "p", "B is");
  for (const ComparisonRow& row : comparison.rows) {
    if (row.change) text += row_in_words(row, width);
  }
  return text + '\n';
}

std::string absence(const ComparisonRow& row) {
  if (!row.is_in_a || !row.is_in_b) return fmt::format("not in {}", row.is_in_a ? "B" : "A");
  return "no pair of trials has a value above 0";
}

// Metrics that have the same reason stand together.
std::string not_compared(const Comparison& comparison) {
  std::vector<std::pair<std::string, std::vector<std::string>>> names_by_reason;
  for (const ComparisonRow& row : comparison.rows) {
    if (row.change) continue;
    const std::string reason = row.obstacles.empty()
                                   ? absence(row)
                                   : fmt::format("differ in {}", fmt::join(row.obstacles, "; "));
    auto known = std::find_if(names_by_reason.begin(), names_by_reason.end(),
                              [&](const auto& entry) { return entry.first == reason; });
    if (known == names_by_reason.end()) known = names_by_reason.insert(known, {reason, {}});
    known->second.push_back(label(*row.metric));
  }
  std::string text;
  for (const auto& [reason, names] : names_by_reason) {
    text += fmt::format("  {}\n    {}\n", fmt::join(names, "; "), plain_text(reason));
  }
  return text.empty() ? text : "Not compared:\n" + text + '\n';
}

// The clauses of the compared metrics, each once, below a heading.
std::string clauses(const Comparison& comparison, std::vector<std::string> ComparisonRow::*of_row,
                    std::string_view heading) {
  std::vector<std::string> lines;
  for (const ComparisonRow& row : comparison.rows) {
    if (!row.change) continue;
    for (const std::string& clause : row.*of_row) {
      std::string line = fmt::format("  {}\n", plain_text(clause));
      if (std::find(lines.begin(), lines.end(), line) == lines.end()) {
        lines.push_back(std::move(line));
      }
    }
  }
  if (lines.empty()) return {};
  return fmt::format("{}\n{}\n", heading, fmt::join(lines, ""));
}

std::string_view name_of(GateOutcome outcome) {
  constexpr std::string_view kNames[] = {"passes", "fails", "undecided"};
  return kNames[static_cast<std::size_t>(outcome)];
}

std::string gates_in_words(const std::vector<GateResult>& gates) {
  std::string text;
  for (const GateResult& result : gates) {
    const bool fails = result.outcome == GateOutcome::Fails;
    text += fmt::format("  {:<11}{:<28}{}\n", fails ? "FAILS" : name_of(result.outcome),
                        plain_text(result.gate.text), plain_text(result.reason));
  }
  return text.empty() ? text : "Gates:\n" + text + '\n';
}

struct ChangeWords {
  const char *lower, *higher;
};

ChangeWords words_of_change(const Metric& metric) {
  if (metric.is_share) return {"lower", "higher"};
  if (metric.kind == MetricKind::Latency) return {"faster", "slower"};
  if (metric.kind == MetricKind::Generation) return {"slower", "faster"};
  if (metric.kind != MetricKind::Length) return {"lower", "higher"};
  return metric.unit == answer_length().unit ? ChangeWords{"shorter", "longer"}
                                             : ChangeWords{"fewer", "more"};
}

std::string run_in_words(const RunMetrics& run) {
  return plain_text(fmt::format("{}  {}", configuration_name(run), run.run_dir));
}

using Json = nlohmann::ordered_json;

std::string_view name_of(Verdict verdict) {
  constexpr std::string_view kNames[] = {"lower", "higher", "equivalent", "not_enough_data"};
  return kNames[static_cast<std::size_t>(verdict)];
}

// Of a change: itself for points, else the ratio of b to a.
Json effect_json(double change, const Metric& metric) {
  return metric.is_share ? change : 1 + change / 100;
}

Json run_json(const RunMetrics& run) {
  return {{"run", plain_text(run.run_dir)},
          {"model_id", plain_text(run.model_id)},
          {"device", plain_text(run.device)},
          {"dtype", plain_text(run.dtype)}};
}

Json row_json(const ComparisonRow& row) {
  const Metric& metric = *row.metric;
  Json json = {{"metric", metric.key}, {"unit", metric.unit}};
  if (!row.obstacles.empty()) json["obstacles"] = list_of(row.obstacles, plain_text);
  if (!row.cautions.empty()) json["cautions"] = list_of(row.cautions, plain_text);
  if (!row.change) return json;
  const Change& change = *row.change;
  const std::string name = metric.is_share ? "difference_points" : "ratio";
  json["pairs"] = change.pair_count;
  json["images"] = change.image_count;
  json["a"] = change.a;
  json["b"] = change.b;
  json[name] = effect_json(change.change, metric);
  if (change.interval) {
    json[name + "_low"] = effect_json(change.interval->low, metric);
    json[name + "_high"] = effect_json(change.interval->high, metric);
  }
  if (change.median_change) json["median_" + name] = effect_json(*change.median_change, metric);
  if (change.test) {
    json["signed_rank_p"] = change.test->p_value;
    json["signed_rank_images"] = change.test->pair_count;
  }
  json["verdict"] = name_of(change.verdict);
  return json;
}

}  // namespace

std::string verdict_in_words(Verdict verdict, const Metric& metric) {
  switch (verdict) {
    case Verdict::Lower:
      return words_of_change(metric).lower;
    case Verdict::Higher:
      return words_of_change(metric).higher;
    case Verdict::Equivalent:
      return "equivalent";
    case Verdict::NotEnoughData:
      break;
  }
  return "not enough data";
}

std::string to_text(const ComparisonReport& report) {
  const Comparison& comparison = report.comparison;
  std::string text = fmt::format("A  {}\nB  {}\n{} about {}, joined on image, task and repeat\n\n",
                                 run_in_words(report.a), run_in_words(report.b),
                                 counted(comparison.pair_count, "pair") + " of trials",
                                 counted(comparison.image_count, "image"));
  text += table(comparison) + not_compared(comparison) +
          clauses(comparison, &ComparisonRow::obstacles,
                  "Compared with --force, although the runs differ in:") +
          clauses(comparison, &ComparisonRow::cautions,
                  "Other differences that may explain the change:");
  text += gates_in_words(report.gates);
  return text +
         "B / A: ratio of sums or percentiles over the pairs; of shares, the difference in "
         "points.\n"
         "Median: of the pairs. p: signed-rank test of one median per image. Equivalent: the "
         "whole\n"
         "interval lies within 2% (shares: 2 points) of no change. Intervals are over images; they "
         "do\n"
         "not cover how runs vary by themselves: repeat the runs to see that.\n";
}

std::string to_json(const ComparisonReport& report) {
  const auto gate_json = [](const GateResult& result) -> Json {
    return {{"gate", plain_text(result.gate.text)},
            {"outcome", name_of(result.outcome)},
            {"reason", plain_text(result.reason)}};
  };
  const Json json = {{"a", run_json(report.a)},
                     {"b", run_json(report.b)},
                     {"pairs", report.comparison.pair_count},
                     {"images", report.comparison.image_count},
                     {"is_forced", report.is_forced},
                     {"metrics", list_of(report.comparison.rows, row_json)},
                     {"gates", list_of(report.gates, gate_json)}};
  return json.dump(2) + '\n';
}

}  // namespace sightmark
