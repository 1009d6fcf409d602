#include <gtest/gtest.h>

#include "fakes/fake_run.h"
#include "metric/metric.h"

namespace sightmark {
namespace {

RunMetrics measured(const Run& run) { return measure(run, trial_table(run), {}); }

std::optional<Estimate> estimate(const Run& run, const char* key) {
  return find_metric(key)->estimate(measured(run));
}

double value(const Run& run, const char* key) { return estimate(run, key).value().value; }

// Two tasks about each of twelve images: 1 s and 0.5 s, 8 tokens and 11 characters each; 24 s
// altogether.
class RunValues : public testing::Test {
 protected:
  RunValues() {
    for (const std::string& name : names) {
      run.trials.push_back(make_trial(name, "caption"));
      run.trials.push_back(make_trial(name, "count"));
      run.trials.back().latency_ms = 500;
      run.trials.back().energy_j = 10;
    }
    run.summary = RunSummary{.elapsed_s = 24};
    run.meta.max_new_tokens = 128;
  }

  void fail(std::size_t trial) {
    run.trials[trial].error = "empty_generation";
    run.trials[trial].output_text.reset();
  }

  // Requests follow one another without a gap.
  void add_times() {
    double now_s = 0;
    for (Trial& trial : run.trials) {
      trial.sent_s = now_s;
      now_s += *trial.latency_ms / 1000;
      trial.end_s = now_s;
    }
  }

  const std::vector<std::string> names = {"a", "b", "c", "d", "e", "f",
                                          "g", "h", "i", "j", "k", "l"};
  sightmark::Run run;
};

TEST_F(RunValues, CountGeneratedTokensOverTheTimeInRequests) {
  EXPECT_DOUBLE_EQ(value(run, "generated_tokens_per_s"), 192.0 / 18);  // 24 x 8 in 18 s
  EXPECT_DOUBLE_EQ(value(run, "characters_per_s"), 264.0 / 18);
}

TEST_F(RunValues, HaveVariationAndLengthOfSuccesses) {
  const Estimate variation = *estimate(run, "latency_variation");
  EXPECT_NEAR(variation.value, 100.0 * 250 / 750, 1e-9);  // half at 1,000 and half at 500 ms
  ASSERT_TRUE(variation.interval);  // every image has both, so no draw changes it
  EXPECT_NEAR(variation.interval->low, variation.value, 1e-9);
  EXPECT_NEAR(variation.interval->high, variation.value, 1e-9);
  for (std::size_t i = 1; i < run.trials.size(); i += 2) fail(i);
  EXPECT_EQ(value(run, "latency_variation"), 0);
  EXPECT_EQ(value(run, "answer_length"), 11);
  for (Trial& trial : run.trials) trial.output_text.reset();
  EXPECT_FALSE(estimate(run, "answer_length"));
}

TEST_F(RunValues, CountTheTimeOfFailedRequestsButNotTheirTokens) {
  fail(0);
  EXPECT_DOUBLE_EQ(value(run, "generated_tokens_per_s"), 184.0 / 18);
  for (std::size_t i = 0; i < run.trials.size(); ++i) fail(i);
  EXPECT_FALSE(estimate(run, "generated_tokens_per_s"));
  EXPECT_FALSE(estimate(run, "answers_per_h"));
}

TEST_F(RunValues, LeaveOutTheTimeOfAnswersWhoseTokensAreUnknown) {
  run.trials[0].response_tokens.reset();
  EXPECT_DOUBLE_EQ(value(run, "generated_tokens_per_s"), 184.0 / 17);
  for (Trial& trial : run.trials) trial.response_tokens.reset();
  EXPECT_FALSE(estimate(run, "generated_tokens_per_s"));
}

TEST_F(RunValues, CountTimeOnceWhereRequestsOverlap) {
  add_times();
  run.trials[1].sent_s = 0.25;  // within the first one's second
  run.trials[1].end_s = 0.75;
  EXPECT_DOUBLE_EQ(*trial_table(run).request_time_s, 17.5);
  EXPECT_DOUBLE_EQ(value(run, "generated_tokens_per_s"), 192.0 / 17.5);
  run.summary->request_time_s = 16;  // is taken at its word
  EXPECT_DOUBLE_EQ(value(run, "generated_tokens_per_s"), 192.0 / 16);
}

TEST_F(RunValues, DoNotKnowTheTimeInRequestsThatOverlapAtUnknownTimes) {
  EXPECT_DOUBLE_EQ(*trial_table(run).request_time_s, 18);
  run.meta.concurrency = 4;
  EXPECT_FALSE(trial_table(run).request_time_s);
  EXPECT_FALSE(estimate(run, "generated_tokens_per_s"));
  EXPECT_FALSE(estimate(run, "overhead"));
  run.meta.concurrency.reset();
  run.summary->elapsed_s = 9;  // less than the latencies' sum
  EXPECT_FALSE(trial_table(run).request_time_s);
}

TEST_F(RunValues, HaveIntervalsAroundTheValue) {
  for (std::size_t i = 0; i < run.trials.size(); ++i) {
    run.trials[i].latency_ms = 500 + 40.0 * static_cast<double>(i);
  }
  run.summary->elapsed_s = 60;
  for (const char* key :
       {"generated_tokens_per_s", "images_per_s", "answers_per_h", "latency_mean", "latency_p90"}) {
    const auto found = estimate(run, key);
    ASSERT_TRUE(found && found->interval) << key;
    EXPECT_LT(found->interval->low, found->value) << key;
    EXPECT_GT(found->interval->high, found->value) << key;
  }
}

TEST_F(RunValues, OfFewImagesHaveNoInterval) {
  run.trials.resize(18);  // nine images
  EXPECT_FALSE(estimate(run, "generated_tokens_per_s")->interval);
  EXPECT_FALSE(estimate(run, "latency_p50")->interval);
  EXPECT_TRUE(estimate(run, "success")->interval);  // Wilson's needs none
}

TEST_F(RunValues, CertifyATailWhereThereAreTrialsEnough) {
  EXPECT_EQ(value(run, "latency_p50_certified"), 1000);  // 24 trials: 11 do for the median ...
  EXPECT_FALSE(estimate(run, "latency_p90_certified"));  // ... but not for p90
  EXPECT_DOUBLE_EQ(value(run, "latency_p90"), 1000);
}

TEST_F(RunValues, CountImagesWithEveryTaskDoneOverElapsedTime) {
  EXPECT_DOUBLE_EQ(value(run, "images_per_s"), 0.5);  // 12 in 24 s
  EXPECT_DOUBLE_EQ(value(run, "answers_per_h"), 3600);
  fail(1);
  EXPECT_DOUBLE_EQ(value(run, "images_per_s"), 11.0 / 24);
  EXPECT_DOUBLE_EQ(value(run, "answers_per_h"), 23 * 150);
  run.summary.reset();
  EXPECT_FALSE(estimate(run, "images_per_s"));
}

TEST_F(RunValues, FinishAnImageOnceARepeat) {
  for (Trial trial : std::vector<Trial>(run.trials)) {
    trial.repeat_index = 1;
    run.trials.push_back(trial);
  }
  run.trials.back().error = "stopped";
  EXPECT_DOUBLE_EQ(value(run, "images_per_s"), 23.0 / 24);
}

TEST_F(RunValues, FinishNoImageInATaskThatAlwaysFails) {
  for (std::size_t i = 1; i < run.trials.size(); i += 2) fail(i);
  EXPECT_EQ(value(run, "images_per_s"), 0);
}

TEST_F(RunValues, CountAsOverheadWhatIsNotInRequests) {
  EXPECT_DOUBLE_EQ(value(run, "overhead"), 25);  // 6 of 24 s
  fail(0);
  EXPECT_DOUBLE_EQ(value(run, "overhead"), 25);
}

TEST_F(RunValues, CompareTheLastQuarterWithTheFirst) {
  EXPECT_DOUBLE_EQ(value(run, "drift"), 0);
  for (std::size_t i = 18; i < 24; ++i) {
    run.trials[i].latency_ms = 1.5 * *run.trials[i].latency_ms;
  }
  EXPECT_DOUBLE_EQ(value(run, "drift"), 50);
  run.trials.resize(3);
  EXPECT_FALSE(estimate(run, "drift"));
}

TEST_F(RunValues, SplitRequestsIntoTheirParts) {
  EXPECT_FALSE(estimate(run, "ttft_p50"));
  EXPECT_FALSE(estimate(run, "decode_tokens_per_s"));
  for (Trial& trial : run.trials) {
    trial.ttft_ms = 200;
    trial.decode_ms = *trial.latency_ms - 200;
  }
  EXPECT_EQ(value(run, "ttft_p50"), 200);
  EXPECT_EQ(value(run, "ttft_p90"), 200);
  EXPECT_EQ(value(run, "ttft_mean"), 200);
  EXPECT_EQ(value(run, "decode_mean"), 550);                          // of 800 and 300
  EXPECT_DOUBLE_EQ(value(run, "decode_tokens_per_s"), 168.0 / 13.2);  // 24 x 7 in 12 x 1.1 s
}

TEST_F(RunValues, CountEnergyOfFailuresForTheAnswers) {
  EXPECT_EQ(measured(run).conditions.power_scope, PowerScope::GpuBoard);
  EXPECT_DOUBLE_EQ(value(run, "power"), 20);  // 360 J in 18 s
  EXPECT_DOUBLE_EQ(value(run, "energy_per_inference"), 15);
  EXPECT_DOUBLE_EQ(value(run, "energy_per_generated_token"), 360.0 / 192);
  EXPECT_DOUBLE_EQ(value(run, "answers_per_wh"), 240);
  EXPECT_DOUBLE_EQ(value(run, "images_per_wh"), 120);
  EXPECT_DOUBLE_EQ(value(run, "battery_100wh"), 5);
  fail(0);
  EXPECT_DOUBLE_EQ(value(run, "energy_per_inference"), 360.0 / 23);
  EXPECT_DOUBLE_EQ(value(run, "energy_per_generated_token"), 360.0 / 184);
  EXPECT_DOUBLE_EQ(value(run, "images_per_wh"), 110);
}

TEST_F(RunValues, TakeATrialWithoutEnergyForOneLikeTheOthers) {
  for (std::size_t i = 0; i < 12; ++i) {
    run.trials[i].energy_j = std::nullopt;
    run.trials[i].power_w = std::nullopt;
  }
  EXPECT_DOUBLE_EQ(value(run, "energy_per_inference"), 15);
  EXPECT_DOUBLE_EQ(value(run, "energy_per_generated_token"), 15.0 / 8);
  EXPECT_DOUBLE_EQ(value(run, "images_per_wh"), 120);
}

TEST_F(RunValues, TakeTheEnergyOfTheWholeRunWhereTrialsHaveNone) {
  for (Trial& trial : run.trials) {
    trial.energy_j = std::nullopt;
    trial.power_w = std::nullopt;
    trial.power_scope = PowerScope::Unknown;
  }
  EXPECT_FALSE(estimate(run, "energy_per_inference"));
  run.summary->power_scope = PowerScope::ModuleInput;
  run.summary->power_w = 10;
  run.summary->energy_j = 240;
  run.summary->energy_above_idle_j = 120;
  EXPECT_EQ(measured(run).conditions.power_scope, PowerScope::ModuleInput);
  EXPECT_DOUBLE_EQ(value(run, "energy_per_inference"), 10);
  EXPECT_DOUBLE_EQ(value(run, "energy_above_idle_per_inference"), 5);
  EXPECT_DOUBLE_EQ(value(run, "energy_per_generated_token"), 1.25);
  EXPECT_DOUBLE_EQ(value(run, "images_per_wh"), 180);
  EXPECT_DOUBLE_EQ(value(run, "battery_100wh"), 10);
  EXPECT_FALSE(estimate(run, "energy_per_inference")->interval);
}

TEST_F(RunValues, TakeIdlePowerOffWhereItHasTheSameScope) {
  run.meta.idle_power_w = 8;
  EXPECT_FALSE(estimate(run, "energy_above_idle_per_inference"));
  run.meta.idle_power_scope = PowerScope::GpuBoard;
  // 360 J less 18 s at 8 W, for 24 answers
  EXPECT_DOUBLE_EQ(value(run, "energy_above_idle_per_inference"), 9);
}

TEST_F(RunValues, TakeTheMemoryThatSaysMost) {
  EXPECT_EQ(measured(run).memory_kind, MemoryKind::System);
  EXPECT_EQ(value(run, "memory"), 4096);
  run.trials[2].engine_peak_mb = 700;
  run.trials[3].engine_peak_mb = 650;
  EXPECT_EQ(measured(run).memory_kind, MemoryKind::EngineProcess);
  EXPECT_EQ(value(run, "memory"), 700);
  run.trials[2].torch_peak_mb = 500;
  EXPECT_EQ(measured(run).memory_kind, MemoryKind::TorchAllocator);
  run.summary->gpu_peak_mb = 600;
  EXPECT_EQ(measured(run).memory_kind, MemoryKind::GpuProcess);
  EXPECT_EQ(value(run, "memory"), 600);
}

TEST_F(RunValues, HoldMemoryAgainstWhatTheDeviceHasOfIt) {
  EXPECT_FALSE(measured(run).memory_fit);
  run.trials[3].after.ram_used_mb = 5000;  // the most, of 8,000
  for (Trial& trial : run.trials) trial.after.ram_available_mb = 8000 - *trial.after.ram_used_mb;
  EXPECT_EQ(measured(run).memory_fit->kind, MemoryKind::System);
  EXPECT_EQ(measured(run).memory_fit->peak_mb, 5000);
  EXPECT_EQ(measured(run).memory_fit->device_mb, 8000);

  run.trials[0].engine_peak_mb = 700;
  EXPECT_EQ(measured(run).memory_fit->kind, MemoryKind::System);  // of what main memory?
  run.meta.machine_facts = {{"memory_total_mb", 8192.0}, {"memory_limit_mb", 2048.0}};
  EXPECT_EQ(measured(run).memory_fit->kind, MemoryKind::EngineProcess);
  EXPECT_EQ(measured(run).memory_fit->peak_mb, 700);
  EXPECT_EQ(measured(run).memory_fit->device_mb, 2048);

  run.summary->gpu_peak_mb = 600;
  run.meta.machine_facts.push_back({"gpu_memory_total_mb", 4096.0});
  EXPECT_EQ(measured(run).memory_fit->kind, MemoryKind::GpuProcess);
  EXPECT_EQ(measured(run).memory_fit->device_mb, 4096);
}

TEST_F(RunValues, HaveSharesInPercentWithWilsonsInterval) {
  fail(0);
  run.trials[1].response_tokens = 128;
  run.trials[2].output_text = "table table table";
  EXPECT_DOUBLE_EQ(value(run, "success"), 100 * 23.0 / 24);
  EXPECT_NEAR(estimate(run, "success")->interval->low, 79.76, 0.01);
  EXPECT_NEAR(estimate(run, "success")->interval->high, 99.26, 0.01);
  EXPECT_DOUBLE_EQ(value(run, "capped"), 100.0 / 23);
  EXPECT_DOUBLE_EQ(value(run, "looping"), 100.0 / 23);
}

TEST(RunValuesOfNothing, AreNone) { EXPECT_TRUE(measured(sightmark::Run{}).values.empty()); }

}  // namespace
}  // namespace sightmark
