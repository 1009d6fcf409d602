#include "figures/metric_scatter.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "figures/footnote.h"
#include "figures/legend.h"

namespace sightmark {
namespace {

// "Mean latency (ms)"
std::string axis_label(const Metric& metric) {
  std::string name = metric.name;
  if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return fmt::format("{} ({})", name, metric.unit);
}

}  // namespace

std::vector<std::string> missing_footnotes(const Study& study, const Metric& metric) {
  std::vector<std::string> parts;
  for (const Configuration& own : measured_configurations(study)) {
    if (configuration_value(study, own, metric)) continue;
    parts.push_back(fmt::format("{} on {} {}", chart_name(own.model), chart_name(own.device),
                                chart_name(own.dtype)));
  }
  if (parts.empty()) return {};
  return {fmt::format("Not shown, without {}: {}.", metric.name, fmt::join(parts, "; "))};
}

Scatter metric_points(const Study& study, const Palette& palette, const Metric& x,
                      const Metric& y) {
  Scatter scatter{
      .legend = marker_legend(study, palette), .x_label = axis_label(x), .y_label = axis_label(y)};
  for (const Configuration& own : measured_configurations(study)) {
    const auto across = configuration_value(study, own, x);
    const auto up = configuration_value(study, own, y);
    if (!across || !up) continue;
    ScatterPoint point{chart_name(own.model), *across, *up, palette.color(own.device, own.dtype),
                       palette.symbol(own.device)};
    if (const auto interval = configuration_interval(study, own, y)) {
      point.y_error = ErrorBar{interval->low, interval->high};
    }
    scatter.points.push_back(std::move(point));
  }
  return scatter;
}

Chart metric_scatter(const Study& study, const Metric& x, const Metric& y, const std::string& title,
                     const std::string& how) {
  std::vector<std::string> notes = missing_footnotes(study, x);
  for (std::string& note : missing_footnotes(study, y)) notes.push_back(std::move(note));
  return {title, fmt::format("{} {}.", how, extent(study)), std::move(notes),
          metric_points(study, Palette(study), x, y)};
}

Chart tail_scatter(const Study& study) {
  Chart chart = metric_scatter(
      study, latency_p90(), latency_p99(), "Tail of latency",
      "99th percentile against 90th; on the dashed line both are the same, and the higher above "
      "it, the longer the slowest trials take.");
  Scatter& scatter = std::get<Scatter>(chart.body);
  std::vector<double> ends;
  for (const ScatterPoint& point : scatter.points) ends.insert(ends.end(), {point.x, point.y});
  const auto [low, high] = std::minmax_element(ends.begin(), ends.end());
  scatter.lines = {
      {.color = kLineColor, .points = {{*low, *low}, {*high, *high}}, .is_dashed = true}};
  chart.footnotes.push_back(
      "A 99th percentile is shown where the trials are enough to certify it (662 or more in a "
      "run); intervals are not drawn.");
  return chart;
}

}  // namespace sightmark
