#include "figures/task_box.h"

#include <fmt/format.h>

#include "base/number.h"
#include "figures/footnote.h"
#include "figures/palette.h"
#include "stats/distribution.h"
#include "study/task_order.h"

namespace sightmark {
namespace {

std::vector<double> pooled(const Study& study, const StudySamples& samples, const std::string& task,
                           std::vector<double> TaskSamples::*values) {
  std::vector<double> all;
  for (std::size_t run = 0; run < samples.size(); ++run) {
    if (study.runs[run].status != RunStatus::Complete) continue;
    for (const TaskSamples& own : samples[run]) {
      if (own.task == task) all.insert(all.end(), (own.*values).begin(), (own.*values).end());
    }
  }
  return all;
}

}  // namespace

Chart task_boxes(const Study& study, const StudySamples& samples,
                 std::vector<double> TaskSamples::*values, const std::string& title,
                 const std::string& axis) {
  Boxes boxes{.value_label = axis};
  std::size_t trial_count = 0;
  for (const TaskStanding& standing : task_order(study)) {
    const auto spread = distribution(pooled(study, samples, standing.task, values));
    if (!spread) continue;
    trial_count += spread->count;
    boxes.boxes.push_back({.category = chart_name(standing.task),
                           .color = kPlainColor,
                           .low = spread->low_whisker,
                           .q1 = spread->q1,
                           .median = spread->median,
                           .q3 = spread->q3,
                           .high = spread->high_whisker});
  }
  return {
      title,
      fmt::format("{} of {} pooled, tasks from the fastest. Box: quartiles; whiskers: last trial "
                  "within 1.5 IQR.",
                  counted(trial_count, "successful trial"),
                  counted(complete_runs(study).size(), "run")),
      {},
      std::move(boxes)};
}

}  // namespace sightmark
