#include "metric/metric.h"

#include <gtest/gtest.h>

#include <set>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

// 24 images, each asked about twice; every field is recorded and the second trial failed.
Run full_run() {
  Run run;
  const std::string_view kImages = "abcdefghijklmnopqrstuvwx";
  for (const char* task : {"brief", "scene_context"}) {
    for (const char image_name : kImages) {
      const std::string image(1, image_name);
      Trial& trial = run.trials.emplace_back(make_trial(image, task));
      trial.latency_ms = 500 + 10.0 * static_cast<double>(run.trials.size());
      trial.ttft_ms = 100;
      trial.decode_ms = *trial.latency_ms - 100;
      trial.load_time_s = 3;
    }
  }
  for (const char image_name : kImages) {
    run.truths.push_back(
        {.image = std::string(1, image_name), .location = "beach", .light = "night"});
  }
  run.trials[1] = failed_trial("b", "brief");
  run.meta.max_new_tokens = 128;
  run.meta.idle_power_w = 5;
  run.meta.idle_power_scope = PowerScope::GpuBoard;
  run.summary = RunSummary{.elapsed_s = 60};
  return run;
}

TEST(Metrics, HaveAKeyAColumnANameAndADefinition) {
  std::set<std::string> keys, columns;
  for (const Metric& metric : metrics()) {
    EXPECT_TRUE(keys.insert(metric.key).second) << metric.key;
    EXPECT_TRUE(columns.insert(metric.column).second) << metric.column;
    EXPECT_FALSE(metric.name.empty() || metric.unit.empty()) << metric.key;
    EXPECT_TRUE(metric.definition.ends_with('.')) << metric.key;
    EXPECT_TRUE(metric.terms || metric.of_run) << metric.key;
    EXPECT_NE(metric.kind, MetricKind::Other) << metric.key;
    EXPECT_EQ(find_metric(metric.key), &metric);
  }
}

TEST(Metrics, AreAllComputedWhereEverythingIsRecorded) {
  const auto run = full_run();
  const RunMetrics measured = measure(run, trial_table(run), {});
  for (const Metric& metric : metrics()) {
    const bool is_certified =
        metric.key.ends_with("_certified") && metric.key != "latency_p50_certified";
    EXPECT_EQ(metric.value(measured).has_value(), !is_certified) << metric.key;  // 47 are too few
    EXPECT_EQ(metric.interval(measured).has_value(), metric.has_interval) << metric.key;
  }
}

TEST(Metrics, OfARunThatHasNothingAreNothing) {
  const sightmark::Run run;
  const RunMetrics measured = measure(run, trial_table(run), {});
  for (const Metric& metric : metrics()) EXPECT_FALSE(metric.value(measured)) << metric.key;
}

TEST(Metrics, OfEnergyDependOnThePowerScope) {
  for (const Metric& metric : metrics()) {
    if (metric.is_reference) continue;
    const bool is_energy = metric.name.find("energy") != std::string::npos ||
                           metric.name.find("watt") != std::string::npos ||
                           metric.name.find("power") != std::string::npos ||
                           metric.name.find("battery") != std::string::npos;
    EXPECT_EQ(metric.kind == MetricKind::Energy, is_energy) << metric.key;
    EXPECT_FALSE(metric.counts_prompt_tokens) << metric.key;
  }
}

TEST(Metrics, AreFoundByKeyOrTheNearestAreNamed) {
  EXPECT_EQ(find_metric("latency_p90")->column, "latency_p90_ms");
  EXPECT_EQ(find_metric("latncy_p90"), nullptr);
  const std::string message = no_metric_message("latncy_p90\x1b");
  EXPECT_NE(message.find("nearest: latency_p90, "), std::string::npos) << message;
  EXPECT_NE(message.find("sightmark metrics"), std::string::npos) << message;
  EXPECT_EQ(message.find('\x1b'), std::string::npos);
}

TEST(CertifiedLatency, IsShownWhereItsBoundIsKnown) {
  RunMetrics run = make_run_metrics("Lynx", "Alder", "bf16");
  run.values["latency_p99"] = {900, {}};
  EXPECT_FALSE(latency_p99().value(run));
  run.values["latency_p99_certified"] = {950, {}};
  EXPECT_EQ(latency_p99().value(run), 900);
}

}  // namespace
}  // namespace sightmark
