#include "metric/run_metrics.h"

#include <fmt/format.h>

#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::size_t kNameLimit = 80;  // code points of a name in a sentence

RunStatus status_of(const Run& run, std::size_t success_count) {
  if (run.trials.empty()) return RunStatus::Empty;
  if (success_count == 0) return RunStatus::Failed;
  return run.summary ? RunStatus::Complete : RunStatus::CutOff;
}

}  // namespace

Configuration configuration_of(const RunMetrics& run) { return {run.model, run.device, run.dtype}; }

std::string configuration_name(const RunMetrics& run) {
  return fmt::format("{} on {} ({})", shortened(run.model, kNameLimit),
                     shortened(run.device, kNameLimit), shortened(run.dtype, kNameLimit));
}

RunMetrics measure(const Run& run, const std::vector<TaskSamples>& samples,
                   const DeviceNameByRoot& device_names, std::size_t resample_count) {
  std::size_t success_count = 0;
  for (const TaskSamples& task : samples) success_count += task.success_count;

  RunMetrics metrics{.run_dir = run.folder.run_dir,
                     .model_key = run.meta.model_key,
                     .model_id = model_identity(run.meta, run.folder),
                     .model = model_name(model_identity(run.meta, run.folder)),
                     .device = device_label(run.meta, run.folder.root_name, device_names),
                     .dtype = dtype_label(run.meta.dtype),
                     .timestamp = run.meta.timestamp,
                     .status = status_of(run, success_count),
                     .trial_count = run.trials.size(),
                     .success_count = success_count,
                     .damaged_line_count = run.problems.damaged_line_count,
                     .duplicate_count = run.problems.duplicate_count,
                     .wrong_field_count = run.problems.wrong_field_count,
                     .performance = performance(run),
                     .speed_quality = speed_quality(samples),
                     .conditions = conditions(run),
                     .accuracy = run_accuracy(run),
                     .meta = run.meta,
                     .summary = run.summary};
  metrics.primary = primary(run, metrics.performance, metrics.conditions, resample_count);
  if (run.summary) metrics.expected_trial_count = run.summary->trial_count;
  return metrics;
}

}  // namespace sightmark
