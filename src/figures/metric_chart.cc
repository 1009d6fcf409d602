#include <fmt/format.h>

#include <algorithm>

#include "base/list.h"
#include "base/text.h"
#include "figures/builder.h"
#include "figures/chart_text.h"
#include "study/ranking.h"

namespace sightmark {
namespace {

bool has_value(const BarSeries& series) {
  return std::any_of(series.values.begin(), series.values.end(),
                     [](const auto& value) { return value.has_value(); });
}

// A series for each setup, a value for each model.
Bars setup_bars(const Study& study, const Metric& metric, const std::string& axis) {
  const Palette palette(study);
  Bars bars{.categories = list_of(study.models, chart_name), .value_label = axis};
  for (const Setup& setup : setups(study)) {
    BarSeries series{.name = setup_name(setup), .color = palette.color(setup.device, setup.dtype)};
    for (const std::string& model : study.models) {
      const auto mean = configuration_estimate(study, {model, setup.device, setup.dtype}, metric);
      series.values.push_back(value_of(mean));
      series.error_bars.push_back(range_of(interval_of(mean)));
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

Chart bars_of(const Study& study, const Metric& metric, const std::string& title,
              const std::string& axis, const std::string& how) {
  Bars bars = setup_bars(study, metric, axis);
  std::erase_if(bars.series, [](const BarSeries& series) { return !has_value(series); });
  const bool has_lines =
      std::any_of(bars.series.begin(), bars.series.end(),
                  [](const BarSeries& series) { return !series.error_bars.empty(); });
  const std::string lines = has_lines ? " Lines: 95% intervals." : "";
  return {title, subtitle(study, how + lines), gap_footnotes(study, metric), std::move(bars)};
}

Bars configuration_bars(const Study& study, const Metric& metric, const std::string& axis) {
  const Palette palette(study);
  Bars bars{.value_label = axis, .is_horizontal = true};
  const auto configurations = measured_configurations(study);
  bars.categories = list_of(configurations, configuration_label);
  for (const auto& [device, dtype] : setups(study)) {
    BarSeries series{.name = setup_name({device, dtype}), .color = palette.color(device, dtype)};
    for (const Configuration& configuration : configurations) {
      const bool is_of_setup = configuration.device == device && configuration.dtype == dtype;
      const auto value =
          is_of_setup ? configuration_value(study, configuration, metric) : std::nullopt;
      series.values.push_back(value);
      series.labels.push_back(value ? grouped(*value, metric.decimal_count) : "");
    }
    bars.series.push_back(std::move(series));
  }
  return bars;
}

// "Failed in every trial: Lynx on Alder bf16 (0 of 9)."
std::string failed_footnote(const Study& study) {
  std::vector<std::string> names;
  for (const RunMetrics& run : study.runs) {
    if (run.status != RunStatus::Failed) continue;
    names.push_back(fmt::format("{} (0 of {})", configuration_in_words(configuration_of(run)),
                                grouped(run.trial_count)));
  }
  return named_footnote("Failed in every trial", names);
}

// The study with the runs that failed wholly among the complete ones.
Study with_failed_runs(Study study) {
  for (RunMetrics& run : study.runs) {
    if (run.status == RunStatus::Failed) run.status = RunStatus::Complete;
  }
  return make_study(std::move(study.runs));
}

// "Mean latency (ms)"
std::string axis_label(const Metric& metric) {
  std::string name = metric.name;
  if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return fmt::format("{} ({})", name, metric.unit);
}

}  // namespace

Draw metric_bars(const Metric& metric, const std::string& title, const std::string& axis,
                 const std::string& how) {
  return [=](const FigureData& data) -> std::optional<Chart> {
    if (!mean_estimate(complete_runs(data.study), metric)) return std::nullopt;
    return bars_of(data.study, metric, title, axis, how);
  };
}

Draw metric_bars_by_configuration(const Metric& metric, const std::string& title,
                                  const std::string& axis, const std::string& how) {
  return [=](const FigureData& data) -> std::optional<Chart> {
    const Study& study = data.study;
    if (!mean_estimate(complete_runs(study), metric)) return std::nullopt;
    return Chart{title, subtitle(study, how), gap_footnotes(study, metric),
                 configuration_bars(study, metric, axis)};
  };
}

std::optional<Chart> success_bars(const FigureData& data) {
  const Study study = with_failed_runs(data.study);
  if (study.complete_indices.empty()) return std::nullopt;
  Chart chart = bars_of(study, success_rate(), "Success rate by model", "Trials answered (%)",
                        "Trials answered of all trials.");
  if (std::string note = failed_footnote(data.study); !note.empty()) {
    chart.footnotes.push_back(std::move(note));
  }
  Bars& bars = std::get<Bars>(chart.body);
  bars.value_max = 105;
  bars.reference_line = 100;
  for (BarSeries& series : bars.series) {
    series.labels.resize(bars.categories.size());
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      if (series.values[i] != 0.0) continue;
      for (const RunMetrics& run : study.runs) {
        const bool is_of_bar =
            run.model == study.models[i] && setup_name({run.device, run.dtype}) == series.name;
        if (is_of_bar) series.labels[i] = "0 of " + grouped(run.trial_count);
      }
    }
  }
  return chart;
}

std::optional<Chart> accuracy_panels(const FigureData& data) {
  constexpr const char* kAxis = "Accuracy (%)";
  const Study& study = data.study;
  if (!mean_estimate(complete_runs(study), accuracy())) return std::nullopt;
  Panels panels{{{"All tasks", setup_bars(study, accuracy(), kAxis)}}};
  for (const std::string& task : scored_tasks(study)) {
    panels.panels.push_back({chart_name(task), setup_bars(study, accuracy_in(task), kAxis)});
  }
  for (Panel& panel : panels.panels) std::get<Bars>(panel.plot).value_max = 100;
  return Chart{"Accuracy by task",
               subtitle(study,
                        "Mean over answers of the part that is right, by the images' truth; lines: "
                        "95% intervals."),
               gap_footnotes(study, accuracy()), std::move(panels)};
}

Scatter metric_points(const Study& study, const Palette& palette, const Metric& x,
                      const Metric& y) {
  Scatter scatter{
      .legend = marker_legend(study, palette), .x_label = axis_label(x), .y_label = axis_label(y)};
  for (const Configuration& configuration : measured_configurations(study)) {
    const auto across = configuration_value(study, configuration, x);
    const auto up = configuration_estimate(study, configuration, y);
    if (!across || !up) continue;
    const auto& [model, device, dtype] = configuration;
    scatter.points.push_back({chart_name(model), *across, up->value, palette.color(device, dtype),
                              palette.symbol(device), range_of(up->interval)});
  }
  return scatter;
}

Draw metric_scatter(const Metric& x, const Metric& y, const std::string& title,
                    const std::string& how) {
  return [=](const FigureData& data) -> std::optional<Chart> {
    const Study& study = data.study;
    Scatter points = metric_points(study, Palette(study), x, y);
    if (points.points.empty()) return std::nullopt;
    return Chart{title, fmt::format("{} {}.", how, extent(study)),
                 footnotes({missing_footnote(study, x), missing_footnote(study, y)}),
                 std::move(points)};
  };
}

std::optional<Chart> accuracy_energy_scatter(const FigureData& data) {
  auto chart = metric_scatter(energy_per_inference(), accuracy(), "Accuracy against energy",
                              "Accuracy over all tasks; lines: 95% intervals.")(data);
  if (!chart) return chart;
  chart->footnotes.insert(
      chart->footnotes.begin(),
      fmt::format("Energy covers, by device: {}. Only energies of the same part are comparable.",
                  power_coverage(data.study)));
  return chart;
}

std::optional<Chart> tail_scatter(const FigureData& data) {
  auto chart =
      metric_scatter(latency_p90(), latency_p99(), "Tail of latency",
                     "99th percentile against 90th; on the dashed line both are the same, and the "
                     "further above it, the longer the slowest trials take.")(data);
  if (!chart) return chart;
  Scatter& scatter = std::get<Scatter>(chart->body);
  std::vector<double> ends;
  for (const ScatterPoint& point : scatter.points) ends.insert(ends.end(), {point.x, point.y});
  const auto [low, high] = std::minmax_element(ends.begin(), ends.end());
  scatter.lines = {
      {.color = kLineColor, .points = {{*low, *low}, {*high, *high}}, .is_dashed = true}};
  chart->footnotes.push_back(
      "A 99th percentile is shown where the trials are enough to certify it (662 or more in a "
      "run); intervals are not drawn.");
  return chart;
}

}  // namespace sightmark
