#include "metric/primary.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"
#include "metric/run_metrics.h"
#include "metric/speed.h"

namespace sightmark {
namespace {

Primary primary_of(const Run& run) { return primary(run, performance(run), conditions(run)); }

// Two tasks about each of twelve images: 1 s and 0.5 s, 8 tokens and 11 characters each; 24 s
// altogether.
class PrimaryMetrics : public testing::Test {
 protected:
  PrimaryMetrics() {
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

TEST_F(PrimaryMetrics, CountGeneratedTokensOverTheTimeInRequests) {
  EXPECT_DOUBLE_EQ(primary_of(run).generated_tokens_per_s->value, 192.0 / 18);  // 24 x 8 in 18 s
  EXPECT_DOUBLE_EQ(primary_of(run).characters_per_s->value, 264.0 / 18);
}

TEST_F(PrimaryMetrics, TellVariationAndLengthOfSuccesses) {
  const Estimate variation = *primary_of(run).latency_variation_percent;
  EXPECT_NEAR(variation.value, 100.0 * 250 / 750, 1e-9);  // half at 1,000 and half at 500 ms
  ASSERT_TRUE(variation.interval);  // every image has both, so no draw changes it
  EXPECT_NEAR(variation.interval->low, variation.value, 1e-9);
  EXPECT_NEAR(variation.interval->high, variation.value, 1e-9);
  for (std::size_t i = 1; i < run.trials.size(); i += 2) fail(i);
  EXPECT_EQ(primary_of(run).latency_variation_percent->value, 0);
  EXPECT_EQ(primary_of(run).answer_length->value, 11);
  for (Trial& trial : run.trials) trial.output_text.reset();
  EXPECT_FALSE(primary_of(run).answer_length);
}

TEST_F(PrimaryMetrics, CountTheTimeOfFailedRequestsButNotTheirTokens) {
  fail(0);
  EXPECT_DOUBLE_EQ(primary_of(run).generated_tokens_per_s->value, 184.0 / 18);
  for (std::size_t i = 0; i < run.trials.size(); ++i) fail(i);
  EXPECT_FALSE(primary_of(run).generated_tokens_per_s);
  EXPECT_FALSE(primary_of(run).answers_per_h);
}

TEST_F(PrimaryMetrics, LeaveOutTheTimeOfAnswersWhoseTokensAreUnknown) {
  run.trials[0].response_tokens.reset();
  EXPECT_DOUBLE_EQ(primary_of(run).generated_tokens_per_s->value, 184.0 / 17);
  for (Trial& trial : run.trials) trial.response_tokens.reset();
  EXPECT_FALSE(primary_of(run).generated_tokens_per_s);
}

TEST_F(PrimaryMetrics, CountTimeOnceWhereRequestsOverlap) {
  add_times();
  run.trials[1].sent_s = 0.25;  // within the first one's second
  run.trials[1].end_s = 0.75;
  EXPECT_DOUBLE_EQ(*request_time_s(run), 17.5);
  EXPECT_DOUBLE_EQ(primary_of(run).generated_tokens_per_s->value, 192.0 / 17.5);
  run.summary->request_time_s = 16;  // is taken at its word
  EXPECT_DOUBLE_EQ(primary_of(run).generated_tokens_per_s->value, 192.0 / 16);
}

TEST_F(PrimaryMetrics, DoNotKnowTheTimeInRequestsThatOverlapAtUnknownTimes) {
  EXPECT_DOUBLE_EQ(*request_time_s(run), 18);
  run.meta.concurrency = 4;
  EXPECT_FALSE(request_time_s(run));
  EXPECT_FALSE(primary_of(run).generated_tokens_per_s);
  EXPECT_FALSE(primary_of(run).overhead_percent);
  run.meta.concurrency.reset();
  run.summary->elapsed_s = 9;  // less than the latencies' sum
  EXPECT_FALSE(request_time_s(run));
}

TEST_F(PrimaryMetrics, HaveIntervalsAroundTheValue) {
  for (std::size_t i = 0; i < run.trials.size(); ++i) {
    run.trials[i].latency_ms = 500 + 40.0 * static_cast<double>(i);
  }
  run.summary->elapsed_s = 60;
  const Primary own = primary_of(run);
  for (const auto& estimate :
       {own.generated_tokens_per_s, own.images_per_s, own.answers_per_h,
        std::optional(own.latency_ms->mean), std::optional(own.latency_ms->p90)}) {
    ASSERT_TRUE(estimate && estimate->interval);
    EXPECT_LT(estimate->interval->low, estimate->value);
    EXPECT_GT(estimate->interval->high, estimate->value);
  }
}

TEST_F(PrimaryMetrics, OfFewImagesHaveNoInterval) {
  run.trials.resize(18);  // nine images
  const Primary own = primary_of(run);
  EXPECT_FALSE(own.generated_tokens_per_s->interval);
  EXPECT_FALSE(own.latency_ms->p50.interval);
  EXPECT_TRUE(own.success_percent->interval);  // Wilson's needs none
}

TEST_F(PrimaryMetrics, CertifyATailWhereThereAreTrialsEnough) {
  const Primary own = primary_of(run);
  EXPECT_EQ(own.latency_ms->p50_bound, 1000);  // 24 trials: 11 do for the median ...
  EXPECT_FALSE(own.latency_ms->p90_bound);     // ... but not for p90
  EXPECT_DOUBLE_EQ(own.latency_ms->p90.value, 1000);
}

TEST_F(PrimaryMetrics, CountImagesWithEveryTaskDoneOverElapsedTime) {
  EXPECT_DOUBLE_EQ(primary_of(run).images_per_s->value, 0.5);  // 12 in 24 s
  EXPECT_DOUBLE_EQ(primary_of(run).answers_per_h->value, 3600);
  fail(1);
  EXPECT_DOUBLE_EQ(primary_of(run).images_per_s->value, 11.0 / 24);
  EXPECT_DOUBLE_EQ(primary_of(run).answers_per_h->value, 23 * 150);
  run.summary.reset();
  EXPECT_FALSE(primary_of(run).images_per_s);
}

TEST_F(PrimaryMetrics, FinishAnImageOnceARepeat) {
  for (Trial trial : std::vector<Trial>(run.trials)) {
    trial.repeat_index = 1;
    run.trials.push_back(trial);
  }
  run.trials.back().error = "stopped";
  EXPECT_DOUBLE_EQ(primary_of(run).images_per_s->value, 23.0 / 24);
}

TEST_F(PrimaryMetrics, FinishNoImageInATaskThatAlwaysFails) {
  for (std::size_t i = 1; i < run.trials.size(); i += 2) fail(i);
  EXPECT_EQ(primary_of(run).images_per_s->value, 0);
}

TEST_F(PrimaryMetrics, CountAsOverheadWhatIsNotInRequests) {
  EXPECT_DOUBLE_EQ(*primary_of(run).overhead_percent, 25);  // 6 of 24 s
  fail(0);
  EXPECT_DOUBLE_EQ(*primary_of(run).overhead_percent, 25);
}

TEST_F(PrimaryMetrics, CompareTheLastQuarterWithTheFirst) {
  EXPECT_DOUBLE_EQ(primary_of(run).drift_percent->value, 0);
  for (std::size_t i = 18; i < 24; ++i) {
    run.trials[i].latency_ms = 1.5 * *run.trials[i].latency_ms;
  }
  EXPECT_DOUBLE_EQ(primary_of(run).drift_percent->value, 50);
  run.trials.resize(3);
  EXPECT_FALSE(primary_of(run).drift_percent);
}

TEST_F(PrimaryMetrics, TellRequestsApartIntoTheirParts) {
  EXPECT_FALSE(primary_of(run).ttft_ms_p50);
  EXPECT_FALSE(primary_of(run).decode_tokens_per_s);
  for (Trial& trial : run.trials) {
    trial.ttft_ms = 200;
    trial.decode_ms = *trial.latency_ms - 200;
  }
  const Primary own = primary_of(run);
  EXPECT_EQ(own.ttft_ms_p50->value, 200);
  EXPECT_EQ(own.ttft_ms_p90->value, 200);
  EXPECT_EQ(own.ttft_ms_mean, 200);
  EXPECT_EQ(own.decode_ms_mean, 550);                              // of 800 and 300
  EXPECT_DOUBLE_EQ(own.decode_tokens_per_s->value, 168.0 / 13.2);  // 24 x 7 in 12 x 1.1 s
}

TEST_F(PrimaryMetrics, CountEnergyOfFailuresForTheAnswers) {
  const EnergyUse own = primary_of(run).energy;
  EXPECT_EQ(own.scope, PowerScope::GpuBoard);
  EXPECT_DOUBLE_EQ(*own.power_w, 20);  // 360 J in 18 s
  EXPECT_DOUBLE_EQ(own.per_inference_j->value, 15);
  EXPECT_DOUBLE_EQ(own.per_generated_token_j->value, 360.0 / 192);
  EXPECT_DOUBLE_EQ(own.answers_per_wh->value, 240);
  EXPECT_DOUBLE_EQ(own.images_per_wh->value, 120);
  EXPECT_DOUBLE_EQ(*own.battery_h, 5);
  fail(0);
  const EnergyUse less = primary_of(run).energy;
  EXPECT_DOUBLE_EQ(less.per_inference_j->value, 360.0 / 23);
  EXPECT_DOUBLE_EQ(less.per_generated_token_j->value, 360.0 / 184);
  EXPECT_DOUBLE_EQ(less.images_per_wh->value, 110);
}

TEST_F(PrimaryMetrics, TakeATrialWithoutEnergyForOneLikeTheOthers) {
  for (std::size_t i = 0; i < 12; ++i) {
    run.trials[i].energy_j = std::nullopt;
    run.trials[i].power_w = std::nullopt;
  }
  const EnergyUse own = primary_of(run).energy;
  EXPECT_DOUBLE_EQ(own.per_inference_j->value, 15);
  EXPECT_DOUBLE_EQ(own.per_generated_token_j->value, 15.0 / 8);
  EXPECT_DOUBLE_EQ(own.images_per_wh->value, 120);
}

TEST_F(PrimaryMetrics, TakeTheEnergyOfTheWholeRunWhereTrialsHaveNone) {
  for (Trial& trial : run.trials) {
    trial.energy_j = std::nullopt;
    trial.power_w = std::nullopt;
    trial.power_scope = PowerScope::Unknown;
  }
  EXPECT_FALSE(primary_of(run).energy.per_inference_j);
  run.summary->power_scope = PowerScope::ModuleInput;
  run.summary->power_w = 10;
  run.summary->energy_j = 240;
  run.summary->energy_above_idle_j = 120;
  const EnergyUse own = primary_of(run).energy;
  EXPECT_EQ(own.scope, PowerScope::ModuleInput);
  EXPECT_DOUBLE_EQ(own.per_inference_j->value, 10);
  EXPECT_DOUBLE_EQ(own.above_idle_per_inference_j->value, 5);
  EXPECT_DOUBLE_EQ(own.per_generated_token_j->value, 1.25);
  EXPECT_DOUBLE_EQ(own.images_per_wh->value, 180);
  EXPECT_DOUBLE_EQ(*own.battery_h, 10);
  EXPECT_FALSE(own.per_inference_j->interval);
}

TEST_F(PrimaryMetrics, TakeIdlePowerOffWhereItHasTheSameScope) {
  run.meta.idle_power_w = 8;
  EXPECT_FALSE(primary_of(run).energy.above_idle_per_inference_j);
  run.meta.idle_power_scope = PowerScope::GpuBoard;
  // 360 J less 18 s at 8 W, for 24 answers
  EXPECT_DOUBLE_EQ(primary_of(run).energy.above_idle_per_inference_j->value, 9);
}

TEST_F(PrimaryMetrics, TakeTheMemoryThatSaysMost) {
  EXPECT_EQ(primary_of(run).memory->kind, MemoryKind::System);
  EXPECT_EQ(primary_of(run).memory->mb, 4096);
  run.trials[2].engine_peak_mb = 700;
  run.trials[3].engine_peak_mb = 650;
  EXPECT_EQ(primary_of(run).memory->kind, MemoryKind::EngineProcess);
  EXPECT_EQ(primary_of(run).memory->mb, 700);
  run.trials[2].torch_peak_mb = 500;
  EXPECT_EQ(primary_of(run).memory->kind, MemoryKind::TorchAllocator);
  run.summary->gpu_peak_mb = 600;
  EXPECT_EQ(primary_of(run).memory->kind, MemoryKind::GpuProcess);
  EXPECT_EQ(primary_of(run).memory->mb, 600);
}

TEST_F(PrimaryMetrics, HoldMemoryAgainstWhatTheDeviceHasOfIt) {
  EXPECT_FALSE(primary_of(run).memory_fit);
  run.trials[3].after.ram_used_mb = 5000;  // the most, of 8,000
  for (Trial& trial : run.trials) trial.after.ram_available_mb = 8000 - *trial.after.ram_used_mb;
  EXPECT_EQ(primary_of(run).memory_fit->kind, MemoryKind::System);
  EXPECT_EQ(primary_of(run).memory_fit->peak_mb, 5000);
  EXPECT_EQ(primary_of(run).memory_fit->device_mb, 8000);

  run.trials[0].engine_peak_mb = 700;
  EXPECT_EQ(primary_of(run).memory_fit->kind, MemoryKind::System);  // of what main memory?
  run.meta.machine_facts = {{"memory_total_mb", 8192.0}, {"memory_limit_mb", 2048.0}};
  EXPECT_EQ(primary_of(run).memory_fit->kind, MemoryKind::EngineProcess);
  EXPECT_EQ(primary_of(run).memory_fit->peak_mb, 700);
  EXPECT_EQ(primary_of(run).memory_fit->device_mb, 2048);

  run.summary->gpu_peak_mb = 600;
  run.meta.machine_facts.push_back({"gpu_memory_total_mb", 4096.0});
  EXPECT_EQ(primary_of(run).memory_fit->kind, MemoryKind::GpuProcess);
  EXPECT_EQ(primary_of(run).memory_fit->device_mb, 4096);
}

TEST_F(PrimaryMetrics, TellSharesInPercentWithWilsonsInterval) {
  fail(0);
  run.trials[1].response_tokens = 128;
  run.trials[2].output_text = "table table table";
  const Primary own = primary_of(run);
  EXPECT_DOUBLE_EQ(own.success_percent->value, 100 * 23.0 / 24);
  EXPECT_NEAR(own.success_percent->interval->low, 79.76, 0.01);
  EXPECT_NEAR(own.success_percent->interval->high, 99.26, 0.01);
  EXPECT_DOUBLE_EQ(own.capped_percent->value, 100.0 / 23);
  EXPECT_DOUBLE_EQ(own.looping_percent->value, 100.0 / 23);
}

TEST(PrimaryMetricsOfNothing, AreNothing) {
  const Primary own = primary_of(sightmark::Run{});
  EXPECT_FALSE(own.generated_tokens_per_s || own.latency_ms || own.images_per_s ||
               own.overhead_percent || own.energy.per_inference_j || own.memory ||
               own.success_percent || own.capped_percent);
}

}  // namespace
}  // namespace sightmark
