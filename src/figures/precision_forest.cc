#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/number.h"
#include "figures/builder.h"
#include "figures/chart_text.h"

namespace sightmark {
namespace {

struct Shown {
  const char* metric_key;
  const char* title;
};

constexpr Shown kShown[] = {{"latency_mean", "Mean latency"},
                            {"latency_p90", "90th percentile of latency"},
                            {"energy_per_inference", "Energy per answer"},
                            {"generated_tokens", "Tokens per answer"}};

const Change* change_of(const PrecisionComparison& compared, const std::string& key) {
  for (const ComparisonRow& row : compared.comparison.rows) {
    if (row.metric->key == key) return row.change ? &*row.change : nullptr;
  }
  return nullptr;
}

std::optional<ForestPoint> point(const PrecisionComparison& compared, const char* key,
                                 const Palette& palette) {
  const Change* change = change_of(compared, key);
  if (!change) return std::nullopt;
  ForestPoint point{change->change, {}, palette.color(compared.runs.device, "bf16")};
  if (change->interval) point.interval = Range{change->interval->low, change->interval->high};
  return point;
}

}  // namespace

std::optional<Chart> precision_forest(const FigureData& data) {
  const auto& precisions = data.precisions;
  const Palette palette(data.study);
  Forest forest{.band = {-kEquivalencePercent, kEquivalencePercent}};
  std::map<std::string, int> count_by_name;
  for (const PrecisionComparison& compared : precisions) {
    std::string name = model_on_device(compared.runs.model, compared.runs.device);
    if (const int earlier = count_by_name[name]++) name += fmt::format(" ({})", earlier + 1);
    forest.rows.push_back(std::move(name));
  }
  bool has_gap = false;
  for (const auto& [key, title] : kShown) {
    ForestColumn column{title, {}};
    for (const PrecisionComparison& compared : precisions) {
      column.points.push_back(point(compared, key, palette));
    }
    const auto gaps = std::count(column.points.begin(), column.points.end(), std::nullopt);
    if (gaps == static_cast<std::ptrdiff_t>(precisions.size())) continue;
    has_gap = has_gap || gaps > 0;
    forest.columns.push_back(std::move(column));
  }
  if (forest.columns.empty()) return std::nullopt;
  const char* const gaps = "–: not recorded in both runs, or the audit blocks the comparison.";
  return Chart{
      "bf16 against fp16, trial by trial",
      fmt::format("Change from fp16 to bf16 over pairs of trials about the same image in the same "
                  "task, {} of runs. Lines: 95% intervals. A change whose interval lies within "
                  "the shaded 2% does not matter.",
                  counted(precisions.size(), "pair")),
      footnotes({has_gap ? gaps : ""}), std::move(forest)};
}

}  // namespace sightmark
