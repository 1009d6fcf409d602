#include "figures/metric_scatter.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "figures/footnote.h"
#include "figures/palette.h"

namespace sightmark {
namespace {

// "Mean latency (ms)"
std::string axis_label(const Metric& metric) {
  std::string name = metric.name;
  if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return fmt::format("{} ({})", name, metric.unit);
}

std::vector<LegendEntry> legend(const Study& study, const Palette& palette) {
  std::vector<LegendEntry> entries;
  for (const Setup& setup : setups(study)) {
    entries.push_back({setup_name(setup), palette.color(setup.device, setup.dtype),
                       palette.symbol(setup.device)});
  }
  return entries;
}

// Names the configurations that lack the metric; empty where none does.
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

}  // namespace

Chart metric_scatter(const Study& study, const Metric& x, const Metric& y, const std::string& title,
                     const std::string& how) {
  const Palette palette(study);
  Scatter scatter{
      .legend = legend(study, palette), .x_label = axis_label(x), .y_label = axis_label(y)};
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
  std::vector<std::string> notes = missing_footnotes(study, x);
  for (std::string& note : missing_footnotes(study, y)) notes.push_back(std::move(note));
  return {title, fmt::format("{} {}.", how, extent(study)), std::move(notes), std::move(scatter)};
}

}  // namespace sightmark
