#include "metric/metric.h"

namespace sightmark {
namespace {

using Part = std::optional<Share> Accuracy::*;

// A part of what `find` finds in a run.
template <typename Find>
Metric share_metric(const std::string& name, Part part, Find find) {
  const auto share = [part, find](const RunMetrics& run) -> std::optional<Share> {
    const Accuracy* accuracy = find(run);
    return accuracy ? accuracy->*part : std::nullopt;
  };
  return {.name = name,
          .unit = "%",
          .kind = MetricKind::Accuracy,
          .decimal_count = 1,
          .is_lower_better = false,
          .value = [share](const RunMetrics& run) -> std::optional<double> {
            const auto own = share(run);
            return own ? std::optional(own->percent()) : std::nullopt;
          },
          .interval = [share](const RunMetrics& run) -> std::optional<Interval> {
            const auto own = share(run);
            if (!own || !own->interval) return std::nullopt;
            return Interval{100 * own->interval->low, 100 * own->interval->high};
          }};
}

const Accuracy* over_all_tasks(const RunMetrics& run) {
  return run.accuracy ? &run.accuracy->whole : nullptr;
}

}  // namespace

Metric accuracy() { return share_metric("accuracy", &Accuracy::overall, over_all_tasks); }

Metric accuracy_in(const std::string& task) {
  return share_metric("accuracy", &Accuracy::overall, [task](const RunMetrics& run) {
    const Accuracy* found = nullptr;
    if (!run.accuracy) return found;
    for (const TaskAccuracy& own : run.accuracy->tasks) {
      if (own.task == task) found = &own.accuracy;
    }
    return found;
  });
}

std::vector<Metric> accuracy_aspects() {
  const std::pair<const char*, Part> parts[] = {
      {"objects found", &Accuracy::objects_found}, {"objects correct", &Accuracy::objects_correct},
      {"counts right", &Accuracy::counts},         {"attributes right", &Accuracy::attributes},
      {"relations right", &Accuracy::relations},   {"setting right", &Accuracy::setting},
  };
  std::vector<Metric> metrics;
  for (const auto& [name, part] : parts) {
    metrics.push_back(share_metric(name, part, over_all_tasks));
  }
  return metrics;
}

}  // namespace sightmark
