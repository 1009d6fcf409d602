#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/list.h"
#include "base/text.h"
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
  return value_of(mean_estimate(all, metric));
}

constexpr const char* kFailedColor = "#f3b6b6";
constexpr const char* kUnfinishedColor = "#f5e3b3";

// Of all runs, not only of the complete ones.
std::vector<Setup> all_setups(const Study& study) {
  std::vector<Setup> found;
  for (const RunMetrics& run : study.runs) found.push_back({run.device, run.dtype});
  std::sort(found.begin(), found.end(), [](const Setup& a, const Setup& b) {
    return a.device == b.device ? name_less(a.dtype, b.dtype) : name_less(a.device, b.device);
  });
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

// Why a configuration has no complete run; no value if it has no run at all.
std::optional<HeatmapMark> mark_of(const Study& study, const Configuration& configuration) {
  std::optional<HeatmapMark> mark;
  for (const RunMetrics& run : study.runs) {
    if (configuration_of(run) != configuration) continue;
    if (run.status == RunStatus::Failed) {
      return HeatmapMark{.text = "0 of " + grouped(run.trial_count), .color = kFailedColor};
    }
    mark = HeatmapMark{.text = run.status == RunStatus::CutOff
                                   ? "cut off at " + grouped(run.trial_count)
                                   : "no record",
                       .color = kUnfinishedColor};
  }
  return mark;
}

// Whether some share is not a whole percentage: 99.96% must not read as 100%.
bool has_parts(const Heatmap& map) {
  for (const auto& row : map.values) {
    for (const auto& value : row) {
      if (value && *value != std::floor(*value)) return true;
    }
  }
  return false;
}

}  // namespace

Draw metric_heatmap(const Metric& metric, const std::string& title, const std::string& how) {
  return [=](const FigureData& data) -> std::optional<Chart> {
    const Study& study = data.study;
    if (!mean_estimate(complete_runs(study), metric)) return std::nullopt;
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

std::optional<Chart> feasibility_map(const FigureData& data) {
  const Study& study = data.study;
  if (study.runs.empty()) return std::nullopt;
  Heatmap map{.unit = "% of trials answered", .color_range = Range{0, 100}};
  const auto setups = all_setups(study);
  for (const Setup& setup : setups) map.columns.push_back(setup_name(setup));
  for (const std::string& model : sorted_names(list_of(study.runs, &RunMetrics::model))) {
    map.values.emplace_back();
    for (const Setup& setup : setups) {
      const Configuration configuration{model, setup.device, setup.dtype};
      map.values.back().push_back(configuration_value(study, configuration, success_rate()));
      if (map.values.back().back()) continue;
      auto mark = mark_of(study, configuration);
      if (!mark) continue;
      mark->row = map.rows.size();
      mark->column = map.values.back().size() - 1;
      map.marks.push_back(*mark);
    }
    map.rows.push_back(chart_name(model));
  }
  map.decimal_count = has_parts(map) ? 2 : 0;
  return Chart{"What runs where",
               fmt::format("Trials answered of all trials, mean over repeated runs; {}. Red: every "
                           "trial failed; yellow: the run never ended; –: never tried.",
                           extent(study)),
               {},
               std::move(map)};
}

}  // namespace sightmark
