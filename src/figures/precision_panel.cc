#include <fmt/format.h>

#include "base/number.h"
#include "figures/builder.h"
#include "figures/chart_text.h"
#include "study/precision.h"

namespace sightmark {
namespace {

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
  std::vector<std::string> names;
  for (const PrecisionPair& pair : precision_pairs(study, tokens_per_second())) {
    names.push_back(chart_name(pair.model) + " on " + chart_name(pair.device));
  }
  return names;
}

}  // namespace

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
