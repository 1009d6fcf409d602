#include "metrics/run_metrics.h"

#include <fmt/format.h>

#include "base/text.h"
#include "metrics/repetition.h"

namespace sightmark {
namespace {

constexpr std::size_t kNameLimit = 80;  // code points of a name in a sentence

RunStatus status_of(const Run& run, std::size_t success_count) {
  if (run.trials.empty()) return RunStatus::Empty;
  if (success_count == 0) return RunStatus::Failed;
  return run.summary ? RunStatus::Complete : RunStatus::CutOff;
}

}  // namespace

std::string configuration_name(const RunMetrics& run) {
  return fmt::format("{} on {} ({})", shortened(run.model, kNameLimit),
                     shortened(run.device, kNameLimit), shortened(run.dtype, kNameLimit));
}

Conditions conditions(const Run& run) {
  Conditions result{.max_new_tokens = run.meta.max_new_tokens,
                    .power_method = run.meta.power_monitoring_method};
  double generating_s = 0, generated_tokens = 0;
  for (const Trial& trial : run.trials) {
    const double latency_s = trial.latency_ms.value_or(0) / 1000;
    if (trial.latency_ms) result.request_time_s = result.request_time_s.value_or(0) + latency_s;
    if (result.power_scope == PowerScope::Unknown) result.power_scope = trial.power_scope;
    if (!trial.error.empty()) continue;

    if (trial.response_tokens && trial.latency_ms) {
      generating_s += latency_s;
      generated_tokens += static_cast<double>(*trial.response_tokens);
    }
    if (trial.response_tokens && run.meta.max_new_tokens) {
      result.capped_count += *trial.response_tokens >= *run.meta.max_new_tokens;
    }
    if (trial.output_text) result.looping_count += has_repetition_loop(*trial.output_text);
  }
  // Latencies of requests that overlap add up to more.
  if (run.summary && run.summary->request_time_s) {
    result.request_time_s = run.summary->request_time_s;
  }
  if (generating_s > 0) result.generated_tokens_per_s = generated_tokens / generating_s;
  return result;
}

RunMetrics measure(const Run& run, const std::vector<TaskSamples>& samples,
                   const DeviceNameByRoot& device_names) {
  std::size_t success_count = 0;
  for (const TaskSamples& task : samples) success_count += task.success_count;

  RunMetrics metrics{.run_dir = run.folder.run_dir,
                     .model_key = run.meta.model_key,
                     .model_id = model_identity(run),
                     .model = model_name(model_identity(run)),
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
                     .speed_quality = speed_quality(run, samples),
                     .conditions = conditions(run),
                     .accuracy = run_accuracy(run)};
  if (run.summary) metrics.expected_trial_count = run.summary->trial_count;
  return metrics;
}

}  // namespace sightmark
