#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/list.h"
#include "base/text.h"
#include "figures/builder.h"
#include "figures/chart_text.h"
#include "study/study.h"

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

std::optional<ForestPoint> point(const PrecisionComparison& compared, const char* key,
                                 const Palette& palette) {
  const ComparisonRow* row = row_of(compared.comparison, key);
  if (!row || !row->change) return std::nullopt;
  return ForestPoint{row->change->change, range_of(row->change->interval),
                     palette.color(compared.runs.device, "bf16")};
}

Panel panel(const Study& study, const Metric& metric, const std::string& title) {
  Bars bars{.value_label = metric.unit};
  BarSeries fp16{.name = "fp16", .color = kFp16Color}, bf16{.name = "bf16", .color = kBf16Color};
  const auto pairs = precision_pairs(study, metric);
  for (const std::string& model : study.models) {
    const auto means = precision_means(pairs, model);
    if (!means) continue;
    bars.categories.push_back(chart_name(model));
    fp16.values.emplace_back(means->fp16);
    bf16.values.emplace_back(means->bf16);
    fp16.labels.push_back(grouped(means->fp16, metric.decimal_count));
    bf16.labels.push_back(grouped(means->bf16, metric.decimal_count));
  }
  bars.series = {std::move(bf16), std::move(fp16)};
  return {title, std::move(bars)};
}

std::vector<std::string> models_without_pair(const Study& study) {
  std::vector<std::string> names;
  const auto pairs = precision_pairs(study, tokens_per_second());
  for (const std::string& model : study.models) {
    if (!precision_means(pairs, model)) names.push_back(chart_name(model));
  }
  return names;
}

std::vector<std::string> pair_names(const Study& study) {
  return list_of(precision_pairs(study, tokens_per_second()), [](const PrecisionPair& pair) {
    return chart_name(pair.model) + " on " + chart_name(pair.device);
  });
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

std::optional<Chart> precision_panels(const FigureData& data) {
  const Study& study = data.study;
  const std::vector<std::string> pairs = pair_names(study);
  if (pairs.empty()) return std::nullopt;
  return Chart{
      "fp16 against bf16",
      fmt::format("Only where a model ran in both precisions on one device ({}); mean over a "
                  "model's devices.",
                  counted(pairs.size(), "pair")),
      footnotes({named_footnote("Pairs", pairs),
                 named_footnote("Not shown, since no device ran both precisions",
                                models_without_pair(study))}),
      Panels{{panel(study, tokens_per_second(), "Tokens per second"),
              panel(study, ram(), "Memory in use (GB, whole system)"),
              panel(study, tokens_per_second_per_watt(), "Tokens per second per watt"),
              panel(study, joules_per_token(), "Energy per token")}}};
}

}  // namespace sightmark
