#include "study/standing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "audit/comparable.h"
#include "base/text.h"
#include "study/ranking.h"

namespace sightmark {

std::vector<Standing> standings(const Study& study, const Metric& metric) {
  const auto groups = comparable_groups(complete_runs(study), metric);
  if (groups.empty()) return {};
  std::map<Configuration, RunPointers> runs_by_configuration;
  for (const RunMetrics* run : groups.front().runs) {
    runs_by_configuration[configuration_of(*run)].push_back(run);
  }
  std::vector<Standing> order;
  for (const Configuration& configuration : measured_configurations(study)) {
    const auto found = runs_by_configuration.find(configuration);
    if (found == runs_by_configuration.end()) continue;
    const Estimate mean = *mean_estimate(found->second, metric);
    order.push_back({configuration, mean.value, mean.interval});
  }
  std::stable_sort(order.begin(), order.end(), [&](const Standing& a, const Standing& b) {
    return is_better(metric, a.value, b.value);
  });
  return order;
}

bool are_apart(const Standing& a, const Standing& b) {
  if (!a.interval || !b.interval) return false;
  return a.interval->low > b.interval->high || b.interval->low > a.interval->high;
}

std::optional<Rating> rating(const std::vector<Standing>& standings, const std::string& model,
                             const Metric& metric) {
  const auto best = std::find_if(standings.begin(), standings.end(), [&](const Standing& standing) {
    return standing.configuration.model == model;
  });
  if (best == standings.end()) return std::nullopt;

  const auto better_count = static_cast<std::size_t>(std::count_if(
      standings.begin(), standings.end(),
      [&](const Standing& standing) { return is_better(metric, standing.value, best->value); }));
  const double position = standings.size() == 1 ? 0
                                                : static_cast<double>(better_count) /
                                                      static_cast<double>(standings.size() - 1);
  return Rating{.stars = static_cast<int>(std::lround(5 - 4 * position)),
                .rank = better_count + 1,
                .configuration_count = standings.size()};
}

std::vector<std::string> scored_tasks(const Study& study) {
  std::set<std::string> tasks;
  for (const RunMetrics* run : complete_runs(study)) {
    if (!run->accuracy) continue;
    for (const TaskAccuracy& scored : run->accuracy->tasks) {
      if (scored.accuracy.overall && !scored.task.empty()) tasks.insert(scored.task);
    }
  }
  return {tasks.begin(), tasks.end()};
}

std::string power_coverage(const Study& study) {
  constexpr std::size_t kNameLimit = 48;  // code points
  std::map<std::string, std::set<std::string_view>> scopes_by_device;
  for (const RunMetrics* run : complete_runs(study)) {
    if (!energy_per_inference().value(*run)) continue;
    scopes_by_device[run->device].insert(power_scope_in_words(run->conditions.power_scope));
  }
  std::vector<std::string> parts;
  for (const auto& [device, scopes] : scopes_by_device) {
    parts.push_back(
        fmt::format("{}: {}", shortened(device, kNameLimit), fmt::join(scopes, " or ")));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace sightmark
