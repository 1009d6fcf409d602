#include <fmt/format.h>

#include <algorithm>

#include "audit/rule.h"
#include "base/number.h"

namespace sightmark {

std::optional<AuditFinding> mixed_prompts(const AuditedRuns& audited) {
  std::vector<AuditGroup> groups;
  for (const RunMetrics* run : audited.complete) {
    const auto& tasks = run->tasks;
    const auto count = std::count_if(tasks.begin(), tasks.end(), [](const TaskMetrics& task) {
      return task.prompts.size() > 1;
    });
    if (count == 0) continue;
    groups.push_back({counted(static_cast<std::size_t>(count), "task") + " in several ways",
                      {run},
                      {{"task_count", static_cast<std::int64_t>(count)}}});
  }
  if (groups.empty()) return std::nullopt;
  return AuditFinding{.rule = "mixed_prompts",
                      .subject = "questions that one run put in several ways",
                      .sentence = fmt::format("The question was not put alike throughout: {}.",
                                              groups_in_words(groups)),
                      .severities = severities(
                          {}, {MetricKind::TotalTokens, MetricKind::Generation, MetricKind::Latency,
                               MetricKind::Pace, MetricKind::Energy, MetricKind::TokenEnergy,
                               MetricKind::Length, MetricKind::Accuracy}),
                      .groups = std::move(groups),
                      .effect = "The run's numbers are a mixture over several questions.",
                      .advice = "Ask in one way, or give each way a task of its own."};
}

}  // namespace sightmark
