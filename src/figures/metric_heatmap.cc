#include <fmt/format.h>

#include "figures/builder.h"
#include "figures/chart_text.h"

namespace sightmark {
namespace {

std::optional<double> mean_over_runs(const Study& study, const std::string& model,
                                     const std::string& device, const Metric& metric) {
  RunPointers all;
  for (const std::string& dtype : study.dtypes) {
    const RunPointers runs = runs_of(study, {model, device, dtype});
    all.insert(all.end(), runs.begin(), runs.end());
  }
  return mean_value(all, metric);
}

}  // namespace

Draw metric_heatmap(const Metric& metric, const std::string& title, const std::string& how) {
  return [=](const FigureData& data) -> std::optional<Chart> {
    const Study& study = data.study;
    if (!mean_value(complete_runs(study), metric)) return std::nullopt;
    Heatmap map{.unit = metric.unit, .decimal_count = metric.decimal_count};
    std::vector<std::string> gaps;
    for (const std::string& device : study.devices) map.columns.push_back(chart_name(device));
    for (const std::string& model : study.models) {
      map.rows.push_back(chart_name(model));
      map.values.emplace_back();
      for (const std::string& device : study.devices) {
        map.values.back().push_back(mean_over_runs(study, model, device, metric));
        if (map.values.back().back()) continue;
        gaps.push_back(chart_name(model) + " on " + chart_name(device));
      }
    }
    return Chart{title,
                 fmt::format("{} Mean over runs of every precision; {}.", how, extent(study)),
                 footnotes({named_footnote("Not measured", gaps)}), std::move(map)};
  };
}

}  // namespace sightmark
