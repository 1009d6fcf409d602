#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.h"
#include "base/list.h"
#include "base/text.h"
#include "figures/builder.h"
#include "figures/chart_text.h"
#include "stats/pareto.h"

namespace sightmark {
namespace {

constexpr std::size_t kWithinLimit = 160;  // code points

// The front as steps, as far right and up as there are points.
ScatterLine front_line(const std::vector<ScatterPoint>& points) {
  std::vector<std::vector<double>> objectives;
  double right = 0, top = 0;
  for (const ScatterPoint& point : points) {
    objectives.push_back({point.x, point.y});
    right = std::max(right, point.x);
    top = std::max(top, point.y);
  }
  ScatterLine line{.color = kLineColor, .is_dashed = true, .is_stepped = true};
  for (const std::size_t i : pareto_front(objectives)) {
    line.points.push_back({points[i].x, points[i].y});
  }
  std::sort(line.points.begin(), line.points.end(),
            [](const LinePoint& a, const LinePoint& b) { return a.x < b.x; });
  const LinePoint first = line.points.front(), last = line.points.back();
  line.points.insert(line.points.begin(), {first.x, top});
  line.points.push_back({right, last.y});
  return line;
}

Study study_of(const RunPointers& runs) {
  return make_study(list_of(runs, [](const RunMetrics* run) { return *run; }));
}

std::string name_of(const RunMetrics& run) { return configuration_in_words(configuration_of(run)); }

std::vector<std::string> of_unknown_part(const Study& study) {
  std::vector<std::string> names;
  for (const RunMetrics* run : complete_runs(study)) {
    const bool is_unknown = run->conditions.power_scope == PowerScope::Unknown;
    if (is_unknown && energy_per_inference().value(*run)) names.push_back(name_of(*run));
  }
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

bool has_one_configuration(const ComparableGroup& group) {
  return std::all_of(group.runs.begin(), group.runs.end(), [&](const RunMetrics* run) {
    return configuration_of(*run) == configuration_of(*group.runs.front());
  });
}

// Takes the groups of one configuration out, where there are others, and names them.
std::vector<std::string> take_lone(std::vector<ComparableGroup>& groups) {
  const auto lone = std::stable_partition(groups.begin(), groups.end(), [](const auto& group) {
    return !has_one_configuration(group);
  });
  if (lone == groups.begin()) return {};
  std::vector<std::string> names;
  for (auto group = lone; group != groups.end(); ++group) {
    names.push_back(fmt::format("{} ({})", name_of(*group->runs.front()),
                                shortened(group->within, kWithinLimit)));
  }
  groups.erase(lone, groups.end());
  return names;
}

RunPointers measured_runs(const Study& study) {
  RunPointers runs = complete_runs(study);
  std::erase_if(runs, [](const RunMetrics* run) { return !mean_latency().value(*run); });
  return runs;
}

bool has_intervals(const Panels& panels) {
  return std::any_of(panels.panels.begin(), panels.panels.end(), [](const Panel& panel) {
    const auto& points = std::get<Scatter>(panel.plot).points;
    return std::any_of(points.begin(), points.end(),
                       [](const ScatterPoint& point) { return point.y_error.has_value(); });
  });
}

}  // namespace

std::optional<Chart> pareto_panels(const FigureData& data) {
  const Study& study = data.study;
  const Palette palette(study);
  auto groups = comparable_groups(measured_runs(study), energy_per_inference());
  if (groups.empty()) return std::nullopt;
  const auto lone = take_lone(groups);
  RunPointers drawn;
  for (const auto& group : groups) {
    drawn.insert(drawn.end(), group.runs.begin(), group.runs.end());
  }
  Panels panels;
  for (const ComparableGroup& group : groups) {
    Scatter plot =
        metric_points(study_of(group.runs), palette, mean_latency(), energy_per_inference());
    plot.legend = marker_legend(study_of(drawn), palette);
    plot.is_x_log = plot.is_y_log = true;
    plot.lines = {front_line(plot.points)};
    panels.panels.push_back({"Power " + group.within, std::move(plot)});
  }
  return Chart{
      "Latency and energy per answer",
      fmt::format(
          "No configuration is both faster and more efficient than one on the dashed Pareto "
          "front; those above or right of it are beaten. {}A panel holds runs whose "
          "energies may be compared; {}.",
          has_intervals(panels) ? "Lines: 95% intervals. " : "", extent(study)),
      footnotes({missing_footnote(study, energy_per_inference()),
                 named_footnote("On no front, since nothing may be compared with it", lone),
                 named_footnote("On no front, since the part that power covers is unknown",
                                of_unknown_part(study))}),
      std::move(panels)};
}

}  // namespace sightmark
