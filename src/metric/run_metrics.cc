#include "metric/run_metrics.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "metric/formula.h"

namespace sightmark {
namespace {

constexpr std::size_t kNameLimit = 80;  // code points of a name in a sentence

RunStatus status_of(const Run& run, std::size_t success_count) {
  if (run.trials.empty()) return RunStatus::Empty;
  if (success_count == 0) return RunStatus::Failed;
  return run.summary ? RunStatus::Complete : RunStatus::CutOff;
}

RunTotals totals_of(const Run& run, const TrialTable& table) {
  const RunSummary summary = run.summary.value_or(RunSummary{});
  RunTotals totals{
      .elapsed_s = summary.elapsed_s,
      .image_count = run.meta.image_count ? run.meta.image_count : summary.image_count};
  std::vector<double> powers_w;
  std::optional<double> energy_j;
  for (const TrialRow& trial : table.trials) {
    totals.prompt_tokens += static_cast<std::int64_t>(trial.prompt_tokens.value_or(0));
    totals.response_tokens += static_cast<std::int64_t>(trial.generated_tokens.value_or(0));
    if (trial.power_w) powers_w.push_back(*trial.power_w);
    if (trial.energy_j) energy_j = energy_j.value_or(0) + *trial.energy_j;
  }
  totals.power_w = summary.power_w ? summary.power_w : mean(powers_w);
  totals.energy_j = summary.energy_j ? summary.energy_j : energy_j;
  return totals;
}

void add_tasks(RunMetrics& metrics, const TrialTable& table) {
  for (std::size_t i = 0; i < table.tasks.size(); ++i) {
    metrics.tasks.push_back({.task = table.tasks[i], .prompts = table.prompts[i]});
  }
  for (const TrialRow& trial : table.trials) {
    ++metrics.tasks[trial.task].trial_count;
    metrics.tasks[trial.task].success_count += trial.is_success;
  }
  std::vector<double> latencies_ms, lengths;
  const auto add = [](std::vector<double>& all, const std::vector<double>& part) {
    all.insert(all.end(), part.begin(), part.end());
    return distribution(part);
  };
  const std::vector<TaskSamples> samples = samples_by_task(table);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    metrics.tasks[i].latency_ms = add(latencies_ms, samples[i].latencies_ms);
    metrics.tasks[i].answer_length = add(lengths, samples[i].answer_lengths);
  }
  metrics.latency_ms = distribution(latencies_ms);
  metrics.answer_length = distribution(lengths);
}

void add_values(RunMetrics& metrics, const TrialTable& table, std::size_t resample_count) {
  const MemoryUse memory = memory_use(table, metrics.meta, metrics.summary);
  if (memory.peak) metrics.memory_kind = memory.peak->kind;
  metrics.memory_fit = memory.fit;
  if (table.trials.empty()) return;
  const RunInput input{.table = table,
                       .totals = metrics.totals,
                       .summary = metrics.summary,
                       .memory = memory,
                       .bootstrap = Bootstrap(table.image_count, resample_count)};
  for (const Metric& metric : sightmark::metrics()) {
    if (const auto estimate = estimate_of(metric, input)) metrics.values[metric.key] = *estimate;
  }
}

}  // namespace

Configuration configuration_of(const RunMetrics& run) { return {run.model, run.device, run.dtype}; }

std::string configuration_name(const RunMetrics& run) {
  return fmt::format("{} on {} ({})", shortened(run.model, kNameLimit),
                     shortened(run.device, kNameLimit), shortened(run.dtype, kNameLimit));
}

RunMetrics measure(const Run& run, const TrialTable& table, const DeviceNameByRoot& device_names,
                   std::size_t resample_count) {
  const auto success_count = static_cast<std::size_t>(
      std::count_if(table.trials.begin(), table.trials.end(),
                    [](const TrialRow& trial) { return trial.is_success; }));
  RunMetrics metrics{.run_dir = run.folder.run_dir,
                     .model_key = run.meta.model_key,
                     .model_id = model_identity(run.meta, run.folder),
                     .model = model_name(model_identity(run.meta, run.folder)),
                     .device = device_label(run.meta, run.folder.root_name, device_names),
                     .dtype = dtype_label(run.meta.dtype),
                     .timestamp = run.meta.timestamp,
                     .status = status_of(run, success_count),
                     .trial_count = table.trials.size(),
                     .success_count = success_count,
                     .damaged_line_count = run.problems.damaged_line_count,
                     .duplicate_count = run.problems.duplicate_count,
                     .wrong_field_count = run.problems.wrong_field_count,
                     .totals = totals_of(run, table),
                     .conditions = conditions(run, table),
                     .accuracy = table.accuracy,
                     .meta = run.meta,
                     .summary = run.summary};
  if (run.summary) metrics.expected_trial_count = run.summary->trial_count;
  add_tasks(metrics, table);
  add_values(metrics, table, resample_count);
  return metrics;
}

}  // namespace sightmark
