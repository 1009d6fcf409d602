#include "record/run_summary.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

// Of a text without any wrong field.
RunSummary run_summary(const std::string& json) {
  std::vector<std::string> problems;
  auto summary = parse_run_summary(json, problems);
  EXPECT_TRUE(summary && problems.empty()) << json;
  return summary.value_or(RunSummary{});
}

Spread make_spread(double mean) {
  return {.mean = mean, .min = 1, .max = 9, .p50 = 4, .p90 = 6, .p95 = 7, .p99 = 8};
}

// With a value in every field.
RunSummary make_full_summary() {
  RunSummary run;
  run.schema_version = 1;
  run.model_key = "lynx";
  run.model_id = "acme/Lynx-2B";
  run.run_group = "g";
  run.host = "alder";
  run.device_name = "Alder";
  run.backend = "cuda";
  run.dtype = "q8_0";
  run.batch_size = 1;
  run.repeats = 2;
  run.image_count = 20;
  run.task_count = 5;
  run.trial_count = 100;
  run.error_count = 3;
  run.elapsed_s = 12.5;
  run.elapsed_min = 12.5 / 60;
  run.request_time_s = 11;
  run.latency_ms = make_spread(250);
  run.ttft_ms = make_spread(100);
  run.requests_per_s = make_spread(4);
  run.images_per_s = 1.6;
  run.generated_tokens_per_s = 64;
  run.request_generated_tokens_per_s = 72;
  run.power_scope = PowerScope::ModuleInput;
  run.power_w = 20;
  run.energy_j = 250;
  run.energy_above_idle_j = 12.5;
  run.system_peak_mb = 900;
  run.engine_peak_mb = 800;
  run.gpu_peak_mb = 700;
  run.sampler_cpu_percent = 0.5;
  run.clock_steps = {{.at_s = 1, .step_s = -2}};
  run.notes = {"n"};
  run.state_after = {{"power_mode", std::string("MAXN")}};
  return run;
}

TEST(RunSummaryDocument, IsReadBackAsItWas) {
  const RunSummary run = make_full_summary(), read = run_summary(to_json(run));
  EXPECT_EQ(to_json(read), to_json(run));  // so every field that is written is read, too
  EXPECT_EQ(to_json(run).find("null"), std::string::npos) << "make_full_summary lacks a field";
  EXPECT_EQ(read.latency_ms.mean, 250);
  EXPECT_EQ(read.requests_per_s.p99, 8);
  EXPECT_EQ(read.trial_count, 100);
  EXPECT_EQ(read.power_scope, PowerScope::ModuleInput);
  EXPECT_EQ(read.clock_step_count(), 1);
  EXPECT_EQ(read.clock_steps->at(0).step_s, -2);
  EXPECT_EQ(read.state_after, run.state_after);
}

TEST(RunSummaryDocument, OfARunThatFailedHasNullsUnderTheReferencesNames) {
  RunSummary run;
  run.trial_count = run.error_count = 3;
  const std::string json = to_json(run);
  for (const char* key : {"latency_ms_mean", "latency_ms_p90", "images_per_second_mean"}) {
    EXPECT_NE(json.find('"' + std::string(key) + "\": null"), std::string::npos) << key;
  }
}

TEST(ParseRunSummary, TakesItsFields) {
  const RunSummary summary =
      run_summary(R"({"total_elapsed_seconds": 6052.24, "latency_ms_mean": 2329.657,
                      "num_images": 500, "total_runs": 2500})");
  EXPECT_EQ(summary.elapsed_s, 6052.24);
  EXPECT_EQ(summary.latency_ms.mean, 2329.657);
  EXPECT_EQ(summary.image_count, 500);
  EXPECT_EQ(summary.trial_count, 2500);
}

TEST(ParseRunSummary, OfAWhollyFailedRunHasNoLatency) {
  EXPECT_EQ(run_summary(R"({"latency_ms_mean": null})").latency_ms.mean, std::nullopt);
}

}  // namespace
}  // namespace sightmark
