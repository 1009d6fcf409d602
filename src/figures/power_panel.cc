#include <fmt/format.h>

#include <algorithm>

#include "figures/builder.h"
#include "figures/chart_text.h"

namespace sightmark {
namespace {

std::string name_of(const PowerSeries& series) {
  return series.rail.empty() ? series.source : series.source + ' ' + series.rail;
}

Scatter plot_of(const PowerTrace& trace, const std::string& color) {
  Scatter plot{.x_label = "Seconds since the first request was sent",
               .y_label = fmt::format("Power (W), {}", power_scope_in_words(trace.scope)),
               .y_range = Range{0, 0}};
  for (const RequestSpan& span : trace.requests) plot.bands.push_back({span.start_s, span.end_s});
  for (const PowerSeries& series : trace.series) {
    ScatterLine line{.color = color};
    if (trace.series.size() > 1) line.label = chart_name(name_of(series));
    for (const PowerSample& sample : series.samples) {
      line.points.push_back({sample.at_s, sample.watts});
    }
    plot.lines.push_back(std::move(line));
  }
  return plot;
}

}  // namespace

std::optional<Chart> power_panels(const FigureData& data) {
  const PowerTraces& traces = data.traces;
  const Palette palette(data.study);
  std::vector<Panel> panels;
  for (const auto& [configuration, indices] : data.study.complete_indices) {
    const auto traced = std::find_if(indices.begin(), indices.end(),
                                     [&](std::size_t i) { return i < traces.size() && traces[i]; });
    if (traced == indices.end()) continue;
    const std::string color = palette.color(configuration.device, configuration.dtype);
    panels.push_back({configuration_label(configuration), plot_of(*traces[*traced], color)});
  }
  return panel_chart(
      "Power over time",
      fmt::format("The first requests of a run, at most {}; shaded while one is in flight. Of many "
                  "samples, the lowest and the highest of each interval of time are drawn.",
                  PowerTrace::kRequestCount),
      {}, std::move(panels));
}

}  // namespace sightmark
