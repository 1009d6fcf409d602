#include "figures/power_panel.h"

#include <fmt/format.h>

#include <algorithm>

#include "figures/footnote.h"
#include "figures/palette.h"
#include "figures/panel_limit.h"

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
  for (const PowerSeries& own : trace.series) {
    ScatterLine line{.color = color};
    if (trace.series.size() > 1) line.label = chart_name(name_of(own));
    for (const PowerSample& sample : own.samples) {
      line.points.push_back({sample.at_s, sample.watts});
    }
    plot.lines.push_back(std::move(line));
  }
  return plot;
}

}  // namespace

Chart power_panels(const Study& study, const PowerTraces& traces) {
  const Palette palette(study);
  std::vector<Panel> panels;
  for (const auto& [own, indices] : study.complete_indices) {
    const auto traced = std::find_if(indices.begin(), indices.end(),
                                     [&](std::size_t i) { return i < traces.size() && traces[i]; });
    if (traced == indices.end()) continue;
    panels.push_back({configuration_label(own),
                      plot_of(*traces[*traced], palette.color(own.device, own.dtype))});
  }
  std::vector<std::string> footnotes;
  Panels shown = shown_panels(std::move(panels), footnotes);
  return {"Power over time",
          fmt::format("The first requests of a run, at most {}; shaded while one is under way. Of "
                      "many samples the least and the most of each stretch of time are drawn.",
                      PowerTrace::kRequestCount),
          std::move(footnotes), std::move(shown)};
}

}  // namespace sightmark
