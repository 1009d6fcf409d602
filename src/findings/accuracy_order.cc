#include "findings/accuracy_order.h"

#include <algorithm>
#include <set>

namespace sightmark {

std::vector<AccuracyStanding> accuracy_order(const Study& study, const Metric& metric) {
  std::vector<AccuracyStanding> order;
  for (const Configuration& own : measured_configurations(study)) {
    const auto percent = configuration_value(study, own, metric);
    if (percent) order.push_back({own, *percent, configuration_interval(study, own, metric)});
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.percent > b.percent; });
  return order;
}

bool are_told_apart(const AccuracyStanding& a, const AccuracyStanding& b) {
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
