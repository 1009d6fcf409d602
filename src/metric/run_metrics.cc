#include "metric/run_metrics.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
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

constexpr std::size_t kFailureKindLimit = 20;

// By kind; what is beyond the first kinds is "other".
std::map<std::string, std::size_t, std::less<>> failure_counts(const std::vector<Trial>& trials) {
  std::map<std::string, std::size_t, std::less<>> counts;
  for (const Trial& trial : trials) {
    if (trial.error.empty()) continue;
    const std::string_view kind = trial.error_kind.empty() ? trial.error : trial.error_kind;
    const bool is_counted_apart = counts.contains(kind) || counts.size() < kFailureKindLimit;
    ++counts[is_counted_apart ? std::string(kind) : "other"];
  }
  return counts;
}

std::string sha256_of_names(std::vector<std::string_view> images) {
  // Of a path the last part, since paths differ by host; npos + 1 is 0.
  for (std::string_view& image : images) image.remove_prefix(image.rfind('/') + 1);
  if (!std::is_sorted(images.begin(), images.end())) std::sort(images.begin(), images.end());
  std::string text;
  for (const std::string_view image : images) text.append(image) += '\n';
  return sha256(text);
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

Conditions conditions(const Run& run, const TrialTable& table) {
  Conditions result{
      .max_new_tokens = run.meta.max_new_tokens,
      .failure_count_by_kind = failure_counts(run.trials),
      .image_names_sha256 = sha256_of_names({table.images.begin(), table.images.end()}),
      .image_count = table.images.size(),
      .power_scope = table.power_scope,
      .power_method = run.meta.power_monitoring_method};
  std::set<std::string_view> counters;
  for (const Trial& trial : run.trials) {
    if (!trial.token_counter.empty()) counters.insert(trial.token_counter);
    if (!trial.cached_tokens) continue;
    result.cached_tokens = result.cached_tokens.value_or(0) + *trial.cached_tokens;
  }
  result.token_counters = {counters.begin(), counters.end()};
  for (const TrialRow& trial : table.trials) {
    result.cap_known_count += trial.is_capped.has_value();
    result.capped_count += trial.is_capped.value_or(false);
    if (!trial.answer_length) continue;
    ++result.answer_count;
    result.empty_count += *trial.answer_length == 0;
    result.looping_count += trial.is_looping.value_or(false);
  }
  return result;
}

std::string device_label(const RunMeta& meta, const std::string& root_name,
                         const DeviceNameByRoot& names) {
  if (!meta.device_name.empty()) return meta.device_name;
  if (const auto given = names.find(root_name); given != names.end()) return given->second;

  constexpr std::string_view kSuffix = "_output";
  std::string label = root_name;
  if (label.size() > kSuffix.size() && label.ends_with(kSuffix)) {
    label.resize(label.size() - kSuffix.size());
  }
  if (label[0] >= 'a' && label[0] <= 'z') label[0] = static_cast<char>(label[0] - 'a' + 'A');
  return label;
}

std::string dtype_label(std::string_view dtype) {
  const auto says = [&](std::string_view part) { return contains_ignoring_case(dtype, part); };
  const auto is = [&](std::string_view whole) {
    return dtype.size() == whole.size() && contains_ignoring_case(dtype, whole);
  };
  if (says("bfloat16") || says("bf16")) return "bf16";
  if (says("float16") || says("fp16") || is("f16")) return "fp16";
  if (says("float32") || says("fp32") || is("f32")) return "fp32";
  return dtype.empty() ? "na" : std::string(dtype);
}

std::string model_identity(const RunMeta& meta, const RunFolder& folder) {
  if (!meta.model_id.empty()) return meta.model_id;
  if (!meta.model_key.empty()) return meta.model_key;
  return folder.path.filename().string();
}

std::string model_name(std::string_view model_id) {
  while (model_id.size() > 1 && model_id.ends_with('/')) model_id.remove_suffix(1);
  if (model_id == "/") return "/";
  return std::string(model_id.substr(model_id.rfind('/') + 1));  // npos + 1 is 0
}

}  // namespace sightmark
