// What a run needs beside time and energy, and what comes of its trials. New columns of runs.csv go
// to the end of this list: readers of the file may count on the order.
#include "metric/formula.h"

namespace sightmark {
namespace {

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

Metric mean_time(const std::string& key, const std::string& name, const std::string& definition,
                 MaybeTerms (*terms)(const TrialRow&)) {
  Metric metric = time_metric(key, name, definition, terms);
  metric.is_mean = true;
  return metric;
}

std::vector<Metric> newer() {
  Metric accuracy = share_metric(
      "accuracy", "accuracy", MetricKind::Accuracy,
      "Mean over the answers of the part that is right by the images' truth.",
      [](const TrialRow& trial) {
        return one(trial.accuracy ? std::optional(100 * *trial.accuracy) : std::nullopt);
      });
  accuracy.of_run = accuracy_percent;
  return {mean_time("ttft_mean", "mean time to first token", "Mean of ttft_ms over successes.",
                    [](const TrialRow& trial) { return one(trial.ttft_ms); }),
          mean_time("decode_mean", "mean time after the first token",
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

}  // namespace

std::vector<Metric> outcome_metrics() { return joined({needs(), shares(), newer()}); }

}  // namespace sightmark
