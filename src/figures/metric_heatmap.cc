#include "figures/metric_heatmap.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "figures/footnote.h"

namespace sightmark {
namespace {

std::optional<double> mean_over_runs(const Study& study, const std::string& model,
                                     const std::string& device, const Metric& metric) {
  std::vector<double> values;
  for (const std::string& dtype : study.dtypes) {
    for (const RunMetrics* run : runs_of(study, {model, device, dtype})) {
      if (const auto value = metric.value(*run)) values.push_back(*value);
    }
  }
  return mean(values);
}

}  // namespace

Chart metric_heatmap(const Study& study, const Metric& metric, const std::string& title,
                     const std::string& how) {
  Heatmap map{.unit = metric.unit, .decimal_count = metric.decimal_count};
  std::vector<std::string> gaps;
  for (const std::string& device : study.devices) map.columns.push_back(chart_name(device));
  for (const std::string& model : study.models) {
    map.rows.push_back(chart_name(model));
    map.values.emplace_back();
    for (const std::string& device : study.devices) {
      map.values.back().push_back(mean_over_runs(study, model, device, metric));
      if (!map.values.back().back()) {
        gaps.push_back(chart_name(model) + " on " + chart_name(device));
      }
    }
  }
  std::vector<std::string> footnotes;
  if (!gaps.empty()) footnotes.push_back(fmt::format("Not measured: {}.", fmt::join(gaps, "; ")));
  return {title, fmt::format("{} Mean over runs of every precision; {}.", how, extent(study)),
          std::move(footnotes), std::move(map)};
}

}  // namespace sightmark
