#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "metric/metric.h"
#include "stats/quantile.h"
#include "study/study.h"

// Runs and their metrics as values, with ordinary numbers that a test then changes.
namespace sightmark {

// A successful trial of 1,000 ms.
inline Trial make_trial(std::string_view image, std::string_view task) {
  Trial trial;
  trial.image = image;
  trial.task = task;
  trial.prompt = "What is this?";
  trial.latency_ms = 1000;
  trial.prompt_tokens = 20;
  trial.response_tokens = 8;
  trial.after.ram_used_mb = 4096;
  trial.power_w = 20;
  trial.energy_j = 20;
  trial.power_scope = PowerScope::GpuBoard;
  trial.output_text = "A red kite.";
  return trial;
}

inline Trial failed_trial(std::string_view image, std::string_view task) {
  Trial trial = make_trial(image, task);
  trial.error = "empty_generation";
  trial.output_text.reset();
  return trial;
}

// Two samples with this mean and this population standard deviation.
inline Distribution spread(double mean, double sd = 0) {
  return *distribution(std::vector<double>{mean - sd, mean + sd});
}

inline void set_latency(RunMetrics& run, const Distribution& latency_ms) {
  run.latency_ms = latency_ms;
  run.values["latency_mean"] = {latency_ms.mean, {}};
  run.values["latency_p90"] = {latency_ms.p90, {}};
  run.values["latency_variation"] = {variation_percent(latency_ms).value_or(0), {}};
}

inline void set_answer_length(RunMetrics& run, const Distribution& length) {
  run.answer_length = length;
  run.values["answer_length"] = {length.mean, {}};
}

inline void set_successes(RunMetrics& run, std::size_t success_count, std::size_t trial_count) {
  run.success_count = success_count;
  run.trial_count = trial_count;
  run.values["success"] = {run.success_percent(), {}};
}

// Nothing is known of the run's energy and power.
inline void clear_energy(RunMetrics& run) {
  for (const Metric& metric : metrics()) {
    if (metric.kind == MetricKind::Energy) run.values.erase(metric.key);
  }
}

// A complete run of 100 trials that all succeeded: 100 s for 1,000 prompt and 2,000 response
// tokens.
inline RunMetrics make_run_metrics(const std::string& model, const std::string& device,
                                   const std::string& dtype) {
  RunMetrics run{.run_dir = device + '/' + model + '/' + dtype,
                 .model_key = model + "_key",
                 .model_id = "acme/" + model,
                 .model = model,
                 .device = device,
                 .dtype = dtype,
                 .timestamp = "2025-03-03T09:00:00",
                 .status = RunStatus::Complete,
                 .expected_trial_count = 100};
  run.values = {{"tokens_per_sec", {30, {}}},
                {"avg_ram_gb", {8, {}}},
                {"tps_per_watt", {1.5, {}}},
                {"joules_per_token", {0.5, {}}},
                {"requests_per_s", {1, {}}},
                {"generated_tokens_per_s", {20, Interval{19, 21}}},
                {"power", {20, {}}},
                {"energy_per_inference", {15, Interval{14, 16}}},
                {"energy_per_generated_token", {0.75, {}}}};
  set_latency(run, spread(1000, 100));
  set_answer_length(run, spread(200, 20));
  set_successes(run, 100, 100);
  run.totals = {.prompt_tokens = 1000,
                .response_tokens = 2000,
                .elapsed_s = 100,
                .power_w = 20,
                .energy_j = 1500,
                .image_count = 100};
  run.summary = RunSummary{.elapsed_s = 100, .latency_ms = {.mean = 1000}};
  run.conditions = {.max_new_tokens = 128,
                    .answer_count = 100,
                    .cap_known_count = 100,
                    .power_scope = PowerScope::GpuBoard};
  return run;
}

inline TaskMetrics make_task_metrics(const std::string& task, double latency_ms, double length) {
  return {.task = task,
          .prompts = {"What is this?"},
          .trial_count = 20,
          .success_count = 20,
          .latency_ms = spread(latency_ms),
          .answer_length = spread(length)};
}

// Of 100 answers about 50 images in one task, "brief": this many percent right, give or take
// `reach_percent`.
inline void set_accuracy(RunMetrics& run, double percent, double reach_percent) {
  const Share share{percent, 100,
                    Interval{(percent - reach_percent) / 100, (percent + reach_percent) / 100}};
  const Accuracy whole{
      .image_count = 50, .answer_count = 100, .overall = share, .objects_found = share};
  run.accuracy = RunAccuracy{.whole = whole, .tasks = {{"brief", whole}}};
  run.values["accuracy"] = {percent, Interval{percent - reach_percent, percent + reach_percent}};
}

// Of 40 images in one task; the latencies differ between images far more than by this factor.
inline TrialTable make_trial_table(double latency_factor) {
  TrialTable table{.tasks = {"brief"}, .image_count = 40};
  for (std::uint32_t image = 0; image < 40; ++image) {
    table.images.push_back("image_" + std::to_string(image));
    table.trials.push_back({.image = image,
                            .latency_ms = latency_factor * (500 + 100 * image),
                            .generated_tokens = 8,
                            .energy_j = 20});
  }
  return table;
}

// A run of which every trial failed.
inline RunMetrics failed_run_metrics(const std::string& model, const std::string& device,
                                     const std::string& dtype, std::size_t trial_count) {
  RunMetrics run = make_run_metrics(model, device, dtype);
  run.status = RunStatus::Failed;
  run.values.clear();
  run.latency_ms = run.answer_length = std::nullopt;
  run.totals = {};
  run.conditions = {};
  run.summary.reset();
  run.success_count = 0;
  run.trial_count = trial_count;
  if (trial_count > 0) set_successes(run, 0, trial_count);
  return run;
}

// A run that has no summary.
inline RunMetrics cut_off_run_metrics(const std::string& model, const std::string& device,
                                      const std::string& dtype) {
  RunMetrics run = make_run_metrics(model, device, dtype);
  run.status = RunStatus::CutOff;
  run.expected_trial_count.reset();
  run.summary.reset();
  run.totals.elapsed_s.reset();
  run.values.erase("tokens_per_sec");
  run.values.erase("tps_per_watt");
  return run;
}

}  // namespace sightmark
