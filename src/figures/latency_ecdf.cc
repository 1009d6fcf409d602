#include "figures/latency_ecdf.h"

#include <fmt/format.h>

#include <algorithm>

#include "figures/footnote.h"
#include "figures/latency_box.h"
#include "figures/legend.h"
#include "figures/panel_limit.h"

namespace sightmark {
namespace {

constexpr std::size_t kStepLimit = 200;

// From 0% at the least sample to 100% at the largest; of many samples every so many-th.
std::vector<LinePoint> ecdf(std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  const std::size_t count = samples.size(), step_count = std::min(count, kStepLimit);
  std::vector<LinePoint> points{{samples.front(), 0}};
  for (std::size_t step = 1; step <= step_count; ++step) {
    const std::size_t rank = step * count / step_count;  // the last is `count`
    points.push_back(
        {samples[rank - 1], 100 * static_cast<double>(rank) / static_cast<double>(count)});
  }
  return points;
}

// One range for all panels, so that they can be compared.
std::optional<Range> common_range(const std::vector<Panel>& panels) {
  std::optional<Range> range;
  for (const Panel& panel : panels) {
    for (const ScatterLine& line : std::get<Scatter>(panel.plot).lines) {
      const double low = line.points.front().x, high = line.points.back().x;
      range =
          range ? Range{std::min(range->low, low), std::max(range->high, high)} : Range{low, high};
    }
  }
  return range;
}

}  // namespace

Chart latency_ecdf(const Study& study, const StudySamples& samples) {
  const Palette palette(study);
  std::vector<Panel> panels;
  for (const std::string& model : study.models) {
    Scatter plot{.legend = setup_legend(study, palette),
                 .x_label = "Latency (ms)",
                 .y_label = "Trials that took no longer (%)",
                 .y_range = Range{0, 100},
                 .is_x_log = true};
    for (const Setup& setup : setups(study)) {
      const auto runs = study.complete_indices.find({model, setup.device, setup.dtype});
      if (runs == study.complete_indices.end()) continue;
      std::vector<double> latencies_ms = pooled_latencies_ms(samples, runs->second);
      if (latencies_ms.empty()) continue;
      plot.lines.push_back({.color = palette.color(setup.device, setup.dtype),
                            .points = ecdf(std::move(latencies_ms)),
                            .is_stepped = true});
    }
    if (!plot.lines.empty()) panels.push_back({chart_name(model), std::move(plot)});
  }
  const auto range = common_range(panels);
  for (Panel& panel : panels) std::get<Scatter>(panel.plot).x_range = range;

  std::vector<std::string> footnotes = gap_footnotes(study, mean_latency());
  Panels shown = shown_panels(std::move(panels), footnotes);
  return {
      "Distribution of latency by model",
      fmt::format("Share of successful trials that took no longer (ECDF); the further left, the "
                  "faster, the steeper, the steadier. Repeated runs pooled; {}.",
                  extent(study)),
      std::move(footnotes), std::move(shown)};
}

}  // namespace sightmark
