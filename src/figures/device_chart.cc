#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "figures/builder.h"
#include "figures/chart_text.h"

namespace sightmark {
namespace {

constexpr double kMbPerGb = 1024;

struct Kind {
  MemoryKind kind;
  const char* name;
  const char* color;
};

// In the order of the legend; palette.h's colours.
constexpr Kind kKinds[] = {
    {MemoryKind::GpuProcess, "the engine, of the GPU's memory", kFp16Color},
    {MemoryKind::EngineProcess, "the engine, of main memory", kBf16Color},
    {MemoryKind::System, "all in use, of main memory", kLineColor},
};

// Of the configuration's run that takes the largest share of the device's memory.
std::optional<MemoryFit> closest_fit(const Study& study, const Configuration& configuration) {
  std::optional<MemoryFit> largest;
  for (const RunMetrics* run : runs_of(study, configuration)) {
    const auto& fit = run->memory_fit;
    if (!fit) continue;
    if (!largest || fit->peak_mb / fit->device_mb > largest->peak_mb / largest->device_mb) {
      largest = fit;
    }
  }
  return largest;
}

std::string in_words(const MemoryFit& fit) {
  return fmt::format("{} of {} GB", grouped(fit.peak_mb / kMbPerGb, 1),
                     grouped(fit.device_mb / kMbPerGb, 1));
}

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

std::optional<Chart> memory_fit(const FigureData& data) {
  const Study& study = data.study;
  Bars bars{.value_label = "Peak, % of the device's memory",
            .value_max = 100,
            .reference_line = 100,
            .is_horizontal = true};
  std::vector<MemoryFit> fits;
  std::vector<std::string> others;
  for (const Configuration& configuration : measured_configurations(study)) {
    const auto fit = closest_fit(study, configuration);
    (fit ? bars.categories : others).push_back(configuration_label(configuration));
    if (fit) fits.push_back(*fit);
  }
  if (fits.empty()) return std::nullopt;
  for (const auto& [kind, name, color] : kKinds) {
    BarSeries series{.name = name, .color = color};
    for (const MemoryFit& fit : fits) {
      const bool is_of_kind = fit.kind == kind;
      series.values.push_back(is_of_kind ? std::optional(100 * fit.peak_mb / fit.device_mb)
                                         : std::nullopt);
      series.labels.push_back(is_of_kind ? in_words(fit) : "");
    }
    const bool is_empty = std::count(series.values.begin(), series.values.end(), std::nullopt) ==
                          static_cast<std::ptrdiff_t>(fits.size());
    if (!is_empty) bars.series.push_back(std::move(series));
  }
  return Chart{"Peak memory against the device's",
               fmt::format("The most that was in use after a trial or in the engine, {}. What all "
                           "processes have in use is more than the model needs.",
                           extent(study)),
               footnotes({named_footnote("Not recorded", others)}), std::move(bars)};
}

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
