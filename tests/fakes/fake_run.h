#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "metric/run_metrics.h"
#include "stats/distribution.h"
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
                 .trial_count = 100,
                 .success_count = 100,
                 .expected_trial_count = 100};
  run.performance = {.prompt_tokens = 1000,
                     .response_tokens = 2000,
                     .tokens_per_s = 30,
                     .ram_gb = 8,
                     .power_w = 20,
                     .tokens_per_s_per_w = 1.5,
                     .joules_per_token = 0.5,
                     .energy_j = 1500,
                     .latency_ms_mean = 1000,
                     .elapsed_s = 100,
                     .image_count = 100};
  run.speed_quality = {
      .latency_ms = spread(1000, 100), .answer_length = spread(200, 20), .requests_per_s = 1};
  run.conditions = {.request_time_s = 100,
                    .max_new_tokens = 128,
                    .answer_count = 100,
                    .cap_known_count = 100,
                    .power_scope = PowerScope::GpuBoard};
  run.primary.generated_tokens_per_s = Estimate{20, Interval{19, 21}};
  run.primary.energy = {.scope = PowerScope::GpuBoard,
                        .power_w = 20,
                        .per_inference_j = Estimate{15, Interval{14, 16}},
                        .per_generated_token_j = Estimate{0.75, {}}};
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

// Of 100 answers about 50 images in one task, "brief": so many percent right, give or take
// `reach_percent`.
inline RunAccuracy make_accuracy(double percent, double reach_percent) {
  const Share share{percent, 100,
                    Interval{(percent - reach_percent) / 100, (percent + reach_percent) / 100}};
  const Accuracy own{
      .image_count = 50, .answer_count = 100, .overall = share, .objects_found = share};
  return {.whole = own, .tasks = {{"brief", own}}};
}

// Of 40 images in one task; the latencies differ between images far more than by this factor.
inline TrialTable make_trial_table(double latency_factor) {
  TrialTable table{.tasks = {"brief"}};
  for (std::uint32_t image = 0; image < 40; ++image) {
    table.images.push_back("image_" + std::to_string(image));
    table.trials.push_back({.image = image,
                            .task = 0,
                            .repeat_index = 0,
                            .has_succeeded = true,
                            .latency_ms = latency_factor * (500 + 100 * image),
                            .energy_j = 20,
                            .generated_tokens = 8});
  }
  return table;
}

// A run of which every trial failed.
inline RunMetrics failed_run_metrics(const std::string& model, const std::string& device,
                                     const std::string& dtype, std::size_t trial_count) {
  RunMetrics run = make_run_metrics(model, device, dtype);
  run.status = RunStatus::Failed;
  run.trial_count = trial_count;
  run.success_count = 0;
  run.performance = {};
  run.speed_quality = {};
  run.conditions = {};
  run.primary = {};
  return run;
}

// A run that has no summary.
inline RunMetrics cut_off_run_metrics(const std::string& model, const std::string& device,
                                      const std::string& dtype) {
  RunMetrics run = make_run_metrics(model, device, dtype);
  run.status = RunStatus::CutOff;
  run.expected_trial_count.reset();
  run.performance.elapsed_s.reset();
  run.performance.tokens_per_s.reset();
  run.performance.tokens_per_s_per_w.reset();
  return run;
}

}  // namespace sightmark
