#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "fakes/fake_run.h"
#include "metric/metric.h"

namespace sightmark {
namespace {

// A run of which every primary metric is known.
RunMetrics full_run() {
  RunMetrics run = make_run_metrics("Lynx", "Alder", "bf16");
  const Estimate five{5, Interval{4, 6}};
  run.performance.load_time_s = 3;
  Primary& own = run.primary;
  own.latency_ms = Latency{.mean = five, .p90 = five};
  for (auto part : {&Primary::generated_tokens_per_s, &Primary::characters_per_s,
                    &Primary::ttft_ms_p90, &Primary::decode_tokens_per_s, &Primary::images_per_s,
                    &Primary::answers_per_h, &Primary::success_percent}) {
    own.*part = five;
  }
  for (auto part : {&EnergyUse::per_inference_j, &EnergyUse::per_generated_token_j,
                    &EnergyUse::above_idle_per_inference_j, &EnergyUse::answers_per_wh,
                    &EnergyUse::images_per_wh}) {
    own.energy.*part = five;
  }
  own.energy.power_w = 20;
  own.energy.battery_h = 5;
  own.memory = Memory{700, MemoryKind::EngineProcess};
  return run;
}

TEST(PrimaryMetrics, EachHaveAColumnAValueAndMostAnInterval) {
  const RunMetrics run = full_run();
  std::set<std::string> columns;
  int interval_count = 0;
  for (const Metric& metric : primary_metrics()) {
    EXPECT_TRUE(columns.insert(metric.column).second && !metric.column.empty()) << metric.name;
    EXPECT_TRUE(metric.value(run)) << metric.name;
    interval_count += metric.interval(run).has_value();
  }
  EXPECT_EQ(interval_count, 14);  // but power, battery, memory and load time
}

TEST(PrimaryMetrics, OfARunThatHasNoneAreNothing) {
  RunMetrics run = make_run_metrics("Lynx", "Alder", "bf16");
  run.primary = {};
  run.speed_quality = {};
  for (const Metric& metric : primary_metrics()) {
    EXPECT_FALSE(metric.interval(run)) << metric.name;
    EXPECT_EQ(metric.value(run).has_value(), metric.name == "success rate") << metric.name;
  }
}

TEST(PrimaryMetrics, OfEnergyDependOnThePowerScope) {
  for (const Metric& metric : primary_metrics()) {
    const bool is_energy = metric.name.find("energy") != std::string::npos ||
                           metric.name.find("watt") != std::string::npos ||
                           metric.name.find("power") != std::string::npos ||
                           metric.name.find("battery") != std::string::npos;
    EXPECT_EQ(metric.kind == MetricKind::Energy, is_energy) << metric.name;
    EXPECT_FALSE(metric.counts_prompt_tokens) << metric.name;
  }
}

}  // namespace
}  // namespace sightmark
