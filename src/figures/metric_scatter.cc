#include <fmt/format.h>

#include <algorithm>

#include "figures/builder.h"
#include "figures/chart_text.h"
#include "study/standing.h"

namespace sightmark {
namespace {

// "Mean latency (ms)"
std::string axis_label(const Metric& metric) {
  std::string name = metric.name;
  if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return fmt::format("{} ({})", name, metric.unit);
}

}  // namespace

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
