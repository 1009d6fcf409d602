#include "figures/metric_bar.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/number.h"
#include "figures/footnote.h"
#include "figures/palette.h"
#include "study/standing.h"

namespace sightmark {
namespace {

std::vector<std::string> chart_names(const std::vector<std::string>& names) {
  std::vector<std::string> shown;
  for (const std::string& name : names) shown.push_back(chart_name(name));
  return shown;
}

bool has_value(const BarSeries& series) {
  return std::any_of(series.values.begin(), series.values.end(),
                     [](const auto& value) { return value.has_value(); });
}

std::optional<ErrorBar> error_bar(const std::optional<Interval>& interval) {
  return interval ? std::optional(ErrorBar{interval->low, interval->high}) : std::nullopt;
}

// A series for each setup, a value for each model.
Bars setup_bars(const Study& study, const Metric& metric, const std::string& axis) {
  const Palette palette(study);
  Bars bars{.categories = chart_names(study.models), .value_label = axis};
  for (const Setup& setup : setups(study)) {
    BarSeries series{.name = setup_name(setup), .color = palette.color(setup.device, setup.dtype)};
    for (const std::string& model : study.models) {
      const Configuration own{model, setup.device, setup.dtype};
      series.values.push_back(configuration_value(study, own, metric));
      series.error_bars.push_back(error_bar(configuration_interval(study, own, metric)));
    }
    const auto is_known = [](const auto& bar) { return bar.has_value(); };
    if (std::none_of(series.error_bars.begin(), series.error_bars.end(), is_known)) {
      series.error_bars.clear();
    }
    bars.series.push_back(std::move(series));
  }
  return bars;
}

std::string subtitle(const Study& study, const std::string& how) {
  return fmt::format("{} Mean over repeated runs; {}.", how, extent(study));
}

}  // namespace

Chart metric_bars(const Study& study, const Metric& metric, const std::string& title,
                  const std::string& axis, const std::string& how) {
  Bars bars = setup_bars(study, metric, axis);
  std::erase_if(bars.series, [](const BarSeries& series) { return !has_value(series); });
  const bool has_lines =
      std::any_of(bars.series.begin(), bars.series.end(),
                  [](const BarSeries& series) { return !series.error_bars.empty(); });
  const std::string lines = has_lines ? " Lines: 95% intervals." : "";
  return {title, subtitle(study, how + lines), gap_footnotes(study, metric), std::move(bars)};
}

Chart metric_bars_by_configuration(const Study& study, const Metric& metric,
                                   const std::string& title, const std::string& axis,
                                   const std::string& how) {
  const Palette palette(study);
  Bars bars{.value_label = axis, .is_horizontal = true};
  const auto configurations = measured_configurations(study);
  for (const Setup& setup : setups(study)) {
    bars.series.push_back({.name = setup_name(setup),
                           .color = palette.color(setup.device, setup.dtype),
                           .values = std::vector<std::optional<double>>(configurations.size()),
                           .labels = std::vector<std::string>(configurations.size())});
  }
  const auto all_setups = setups(study);
  for (std::size_t row = 0; row < configurations.size(); ++row) {
    const Configuration& own = configurations[row];
    bars.categories.push_back(configuration_label(own));
    const auto value = configuration_value(study, own, metric);
    for (std::size_t i = 0; i < all_setups.size(); ++i) {
      if (all_setups[i] != Setup{own.device, own.dtype} || !value) continue;
      bars.series[i].values[row] = value;
      bars.series[i].labels[row] = grouped(*value, metric.decimal_count);
    }
  }
  return {title, subtitle(study, how), gap_footnotes(study, metric), std::move(bars)};
}

Chart success_bars(const Study& study) {
  Study with_failed = study;  // for once a run that failed wholly counts as measured
  for (RunMetrics& run : with_failed.runs) {
    if (run.status == RunStatus::Failed) run.status = RunStatus::Complete;
  }
  with_failed = make_study(std::move(with_failed.runs));
  Chart chart = metric_bars(with_failed, success_rate(), "Success rate by model",
                            "Trials answered (%)", "Trials answered of all trials.");
  for (std::string& note : failed_footnotes(study)) chart.footnotes.push_back(std::move(note));
  Bars& bars = std::get<Bars>(chart.body);
  bars.value_max = 105;
  bars.reference_line = 100;
  for (BarSeries& series : bars.series) {
    series.labels.resize(bars.categories.size());
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      if (series.values[i] != 0.0) continue;
      const std::string& model = with_failed.models[i];
      for (const RunMetrics& run : with_failed.runs) {
        const Setup setup{run.device, run.dtype};
        if (run.model != model || setup_name(setup) != series.name) continue;
        series.labels[i] = "0 of " + grouped(run.trial_count);
      }
    }
  }
  return chart;
}

Chart accuracy_panels(const Study& study) {
  constexpr const char* kAxis = "Accuracy (%)";
  Panels panels{{{"All tasks", setup_bars(study, accuracy(), kAxis)}}};
  for (const std::string& task : scored_tasks(study)) {
    panels.panels.push_back({chart_name(task), setup_bars(study, accuracy_in(task), kAxis)});
  }
  for (Panel& panel : panels.panels) std::get<Bars>(panel.plot).value_max = 100;
  return {"Accuracy by task",
          subtitle(study,
                   "Mean over answers of the part that is right, by the images' truth; lines: 95% "
                   "intervals."),
          gap_footnotes(study, accuracy()), std::move(panels)};
}

}  // namespace sightmark
