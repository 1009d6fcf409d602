#include "study/task_order.h"

#include <algorithm>
#include <map>

namespace sightmark {
namespace {

struct TaskValues {
  std::vector<double> latencies_ms, lengths;
  std::size_t fastest_count = 0, slowest_count = 0;
};

// The tasks of a run that have a latency, from the fastest.
std::vector<const TaskMetrics*> by_latency(const RunMetrics& run) {
  std::vector<const TaskMetrics*> tasks;
  for (const TaskMetrics& task : run.tasks) {
    if (task.latency_ms && task.answer_length && !task.task.empty()) tasks.push_back(&task);
  }
  std::stable_sort(tasks.begin(), tasks.end(), [](const TaskMetrics* a, const TaskMetrics* b) {
    return a->latency_ms->mean < b->latency_ms->mean;
  });
  return tasks;
}

}  // namespace

std::vector<TaskStanding> task_order(const Study& study) {
  std::map<std::string, TaskValues> values_by_task;
  for (const RunMetrics* run : complete_runs(study)) {
    const auto tasks = by_latency(*run);
    for (const TaskMetrics* task : tasks) {
      values_by_task[task->task].latencies_ms.push_back(task->latency_ms->mean);
      values_by_task[task->task].lengths.push_back(task->answer_length->mean);
    }
    if (tasks.size() < 2) continue;
    ++values_by_task[tasks.front()->task].fastest_count;
    ++values_by_task[tasks.back()->task].slowest_count;
  }

  std::vector<TaskStanding> order;
  for (const auto& [task, values] : values_by_task) {
    order.push_back({task, *mean(values.latencies_ms), *mean(values.lengths),
                     values.latencies_ms.size(), values.fastest_count, values.slowest_count});
  }
  std::stable_sort(order.begin(), order.end(), [](const TaskStanding& a, const TaskStanding& b) {
    return a.mean_latency_ms < b.mean_latency_ms;
  });
  return order;
}

}  // namespace sightmark
