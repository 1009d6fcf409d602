#include "metric/formula.h"

// What a run needs beside time and energy, and what comes of its trials. New columns of runs.csv go
// to the end of this list: readers of the file may count on the order.
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

MaybeEstimate accuracy_percent(const RunInput& run) {
  const auto& accuracy = run.table.accuracy;
  return accuracy && accuracy->whole.overall ? std::optional(percent(*accuracy->whole.overall))
                                             : std::nullopt;
}

Metric share_metric(const std::string& key, const std::string& name, MetricKind kind,
                    const std::string& definition, MaybeTerms (*terms)(const TrialRow&)) {
  return {.key = key,
          .column = key + "_percent",
          .name = name,
          .unit = "%",
          .kind = kind,
          .decimal_count = 1,
          .definition = definition,
          .terms = terms,
          .is_share = true,
          .is_mean = true};
}

std::vector<Metric> needs() {
  return {{.key = "memory",
           .column = "memory_mb",
           .name = "memory",
           .unit = "MB",
           .kind = MetricKind::Memory,
           .is_lower_better = true,
           .definition = "The peak in MB of 2^20 bytes of what memory_kind names; of the whole "
                         "system the mean over trials.",
           .of_run =
               [](const RunInput& run) {
                 const auto& peak = run.memory.peak;
                 return whole(peak ? std::optional(peak->mb) : std::nullopt);
               },
           .has_interval = false},
          {.key = "load_time",
           .column = "load_time_s",
           .name = "load time",
           .unit = "s",
           .kind = MetricKind::LoadTime,
           .decimal_count = 1,
           .is_lower_better = true,
           .definition = "What loading the model took, by the first record, else by run_meta.json.",
           .of_run = [](const RunInput& run) { return whole(run.table.load_time_s); },
           .has_interval = false}};
}

std::vector<Metric> shares() {
  std::vector<Metric> all = {
      share_metric("success", "success rate", MetricKind::Reliability,
                   "Trials that succeeded, of all.",
                   [](const TrialRow& trial) { return share(trial.is_success); }),
      share_metric("capped", "capped answers", MetricKind::Length,
                   "Of the successes of which it is known, those that the limit on tokens cut: "
                   "finish_reason is length; without one, max_new_tokens tokens or more.",
                   [](const TrialRow& trial) { return share(trial.is_capped); }),
      share_metric("looping", "looping answers", MetricKind::Length,
                   "Of the answers, those that repeat a phrase in a loop.",
                   [](const TrialRow& trial) { return share(trial.is_looping); })};
  for (Metric& metric : all) {
    if (metric.key == "success") continue;
    metric.is_lower_better = true;
    metric.is_detail = true;
  }
  return all;
}

std::vector<Metric> newer() {
  Metric accuracy = share_metric(
      "accuracy", "accuracy", MetricKind::Accuracy,
      "Mean over the answers of the part that is right by the images' truth.",
      [](const TrialRow& trial) {
        return one(trial.accuracy ? std::optional(100 * *trial.accuracy) : std::nullopt);
      });
  accuracy.of_run = accuracy_percent;
  return {time_metric("ttft_mean", "mean time to first token", "Mean of ttft_ms over successes.",
                      [](const TrialRow& trial) { return one(trial.ttft_ms); }),
          time_metric("decode_mean", "mean time after the first token",
                      "Mean of decode_ms over successes.",
                      [](const TrialRow& trial) { return one(trial.decode_ms); }),
          {.key = "generated_tokens",
           .column = "generated_tokens_mean",
           .name = "mean generated tokens",
           .unit = "tok",
           .kind = MetricKind::Length,
           .decimal_count = 1,
           .definition = "Mean tokens of the successful answers that have a count.",
           .terms = [](const TrialRow& trial) { return one(trial.generated_tokens); },
           .is_mean = true,
           .is_ranked = false,
           .is_detail = true},
          std::move(accuracy)};
}

constexpr double kMbPerGb = 1024;

MaybeEstimate quotient(std::optional<double> above, std::optional<double> below) {
  return above && below && *below != 0 ? whole(*above / *below) : std::nullopt;
}

// A run that counted no token has no speed in tokens.
std::optional<double> tokens(const RunInput& run) {
  const auto count = run.totals.total_tokens();
  return count > 0 ? std::optional(static_cast<double>(count)) : std::nullopt;
}

MaybeEstimate tokens_per_s(const RunInput& run) {
  return quotient(tokens(run), run.totals.elapsed_s);
}

// The mean of the rates, as the reference has it, not the rate of the mean.
MaybeEstimate requests_per_s(const RunInput& run) {
  double sum = 0;
  std::size_t count = 0;
  for (const TrialRow& trial : run.table.trials) {
    if (trial.latency_ms.value_or(0) <= 0) continue;
    sum += 1000 / *trial.latency_ms;
    ++count;
  }
  return quotient(sum, static_cast<double>(count));
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

std::vector<Metric> outcome_metrics() { return joined({needs(), shares(), newer()}); }

// The reference study's metrics, by the names of its tables. Its tokens are prompt and response
// tokens together, over elapsed time.
std::vector<Metric> reference_metrics() {
  std::vector<Metric> all = {
      {.key = "tokens_per_sec",
       .name = "tokens per second",
       .unit = "tok/s",
       .kind = MetricKind::TotalTokens,
       .decimal_count = 1,
       .definition = "Prompt and response tokens over elapsed time; empty where none was counted.",
       .of_run = tokens_per_s,
       .counts_prompt_tokens = true},
      {.key = "avg_ram_gb",
       .name = "memory in use",
       .unit = "GB",
       .kind = MetricKind::SystemMemory,
       .decimal_count = 1,
       .is_lower_better = true,
       .definition = "Mean over trials of the main memory in use on the whole system.",
       .of_run = [](const RunInput& run) { return quotient(run.memory.system_mb, kMbPerGb); }},
      {.key = "tps_per_watt",
       .name = "tokens per second per watt",
       .unit = "tok/s/W",
       .kind = MetricKind::TokenEnergy,
       .decimal_count = 2,
       .definition = "tokens_per_sec over avg_power_watts.",
       .of_run =
           [](const RunInput& run) {
             return quotient(value_of(tokens_per_s(run)), run.totals.power_w);
           },
       .counts_prompt_tokens = true},
      {.key = "joules_per_token",
       .name = "energy per token",
       .unit = "J/tok",
       .kind = MetricKind::TokenEnergy,
       .decimal_count = 3,
       .is_lower_better = true,
       .definition = "total_energy_joules over prompt and response tokens.",
       .of_run = [](const RunInput& run) { return quotient(run.totals.energy_j, tokens(run)); },
       .counts_prompt_tokens = true},
      {.key = "requests_per_s",
       .name = "requests per second",
       .unit = "1/s",
       .kind = MetricKind::Latency,
       .decimal_count = 2,
       .definition = "Mean of 1,000 over latency_ms, over successes whose latency is above 0.",
       .of_run = requests_per_s}};
  for (Metric& metric : all) {
    metric.is_reference = true;
    metric.has_interval = false;
  }
  return all;
}

}  // namespace sightmark
