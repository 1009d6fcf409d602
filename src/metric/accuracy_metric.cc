#include "metric/formula.h"

namespace sightmark {
namespace {

using Part = std::optional<Share> Accuracy::*;

// A metric like the accuracy: a part of what `find` finds in a run.
template <typename Find>
Metric share_metric(const std::string& name, Part part, Find find) {
  Metric metric = accuracy();
  metric.key.clear();
  metric.column.clear();
  metric.name = name;
  metric.estimate = [part, find](const RunMetrics& run) -> std::optional<Estimate> {
    const Accuracy* found = find(run);
    return found && found->*part ? std::optional(percent(*(found->*part))) : std::nullopt;
  };
  return metric;
}

}  // namespace

Metric accuracy_in(const std::string& task) {
  return share_metric("accuracy", &Accuracy::overall, [task](const RunMetrics& run) {
    const Accuracy* found = nullptr;
    if (!run.accuracy) return found;
    for (const TaskAccuracy& of_task : run.accuracy->tasks) {
      if (of_task.task == task) found = &of_task.accuracy;
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
    metrics.push_back(share_metric(name, part, [](const RunMetrics& run) {
      return run.accuracy ? &run.accuracy->whole : nullptr;
    }));
  }
  return metrics;
}

}  // namespace sightmark
