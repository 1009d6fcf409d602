#include "findings/standing.h"

#include <algorithm>
#include <set>

#include "findings/ranking.h"

namespace sightmark {

std::vector<Standing> standings(const Study& study, const Metric& metric) {
  std::vector<Standing> order;
  for (const Configuration& own : measured_configurations(study)) {
    const auto value = configuration_value(study, own, metric);
    if (value) order.push_back({own, *value, configuration_interval(study, own, metric)});
  }
  std::stable_sort(order.begin(), order.end(), [&](const Standing& a, const Standing& b) {
    return is_better(metric, a.value, b.value);
  });
  return order;
}

bool are_told_apart(const Standing& a, const Standing& b) {
  if (!a.interval || !b.interval) return false;
  return a.interval->low > b.interval->high || b.interval->low > a.interval->high;
}

std::vector<std::string> scored_tasks(const Study& study) {
  std::set<std::string> tasks;
  for (const RunMetrics* run : complete_runs(study)) {
    if (!run->accuracy) continue;
    for (const TaskAccuracy& own : run->accuracy->tasks) {
      if (own.accuracy.overall && !own.task.empty()) tasks.insert(own.task);
    }
  }
  return {tasks.begin(), tasks.end()};
}

}  // namespace sightmark
