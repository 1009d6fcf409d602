#include <gtest/gtest.h>

#include "fakes/fake_run.h"
#include "metrics/run_metrics.h"

namespace sightmark {
namespace {

Run two_trials() {
  return {.meta = {.max_new_tokens = 128},
          .trials = {make_trial("1.jpg", "a"), make_trial("2.jpg", "a")}};
}

TEST(Conditions, SumTheTimeOfAllRequestsFailedOnesToo) {
  auto run = two_trials();
  run.trials[1] = failed_trial("2.jpg", "a");
  run.trials[1].latency_ms = 3000;
  EXPECT_DOUBLE_EQ(conditions(run).request_time_s.value(), 4);
  for (Trial& trial : run.trials) trial.latency_ms.reset();
  EXPECT_EQ(conditions(run).request_time_s, std::nullopt);
}

TEST(Conditions, CountGeneratedTokensOverTheTimeOfSuccesses) {
  auto run = two_trials();
  run.trials[0].latency_ms = 3000;
  EXPECT_DOUBLE_EQ(conditions(run).generated_tokens_per_s.value(), 4);  // 16 in 4 s
  run.trials[0] = failed_trial("1.jpg", "a");
  EXPECT_DOUBLE_EQ(conditions(run).generated_tokens_per_s.value(), 8);  // 8 in 1 s
}

TEST(Conditions, LeaveTimeOutWhoseTokensAreUnknown) {
  auto run = two_trials();
  run.trials[0].response_tokens.reset();
  EXPECT_DOUBLE_EQ(conditions(run).generated_tokens_per_s.value(), 8);
  run.trials[1].response_tokens.reset();
  EXPECT_EQ(conditions(run).generated_tokens_per_s, std::nullopt);
}

TEST(Conditions, CountAnswersAtTheCap) {
  auto run = two_trials();
  run.trials[0].response_tokens = 127;
  run.trials[1].response_tokens = 128;
  EXPECT_EQ(conditions(run).capped_count, 1u);
  run.trials[0].response_tokens = 129;  // counted anew, an answer at the cap may come to one more
  EXPECT_EQ(conditions(run).capped_count, 2u);
  run.trials[1].error = "out_of_memory";
  EXPECT_EQ(conditions(run).capped_count, 1u);
  run.meta.max_new_tokens.reset();
  EXPECT_EQ(conditions(run).capped_count, 0u);
}

TEST(Conditions, CountLoopingAnswers) {
  auto run = two_trials();
  EXPECT_EQ(conditions(run).looping_count, 0u);
  run.trials[0].output_text = "table table table";
  EXPECT_EQ(conditions(run).looping_count, 1u);
  run.trials[0].error = "stopped";
  EXPECT_EQ(conditions(run).looping_count, 0u);
}

TEST(Conditions, TakeTheFirstKnownPowerScope) {
  auto run = two_trials();
  run.trials[0].power_scope = PowerScope::Unknown;
  run.trials[1].power_scope = PowerScope::GpuRail;
  EXPECT_EQ(conditions(run).power_scope, PowerScope::GpuRail);
}

TEST(Conditions, PassOnHowPowerWasMeasured) {
  auto run = two_trials();
  run.meta.power_monitoring_method = "tegrastats";
  EXPECT_EQ(conditions(run).power_method, "tegrastats");
  EXPECT_EQ(conditions(run).max_new_tokens, 128);
}

TEST(Measure, CountsTrialsAndProblems) {
  auto run = two_trials();
  run.summary = RunSummary{.trial_count = 5};
  run.trials[1] = failed_trial("2.jpg", "a");
  run.problems = {.damaged_line_count = 1, .duplicate_count = 2, .wrong_field_count = 3};
  const RunMetrics own = measure(run, samples_by_task(run.trials), {});
  EXPECT_EQ(own.trial_count, 2u);
  EXPECT_EQ(own.success_count, 1u);
  EXPECT_EQ(own.success_percent(), 50);
  EXPECT_EQ(own.expected_trial_count, 5);
  EXPECT_EQ(own.damaged_line_count, 1u);
  EXPECT_EQ(own.duplicate_count, 2u);
  EXPECT_EQ(own.wrong_field_count, 3u);
}

TEST(Conditions, TakeTheTimeInRequestsFromTheSummaryWhereRequestsMayOverlap) {
  auto run = two_trials();
  EXPECT_EQ(conditions(run).request_time_s, 2);
  run.summary = RunSummary{.request_time_s = 1.25};
  EXPECT_EQ(conditions(run).request_time_s, 1.25);
}

}  // namespace
}  // namespace sightmark
