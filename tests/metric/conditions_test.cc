#include <gtest/gtest.h>

#include "fakes/fake_run.h"
#include "metric/run_metrics.h"

namespace sightmark {
namespace {

Run two_trials() {
  return {.meta = {.max_new_tokens = 128},
          .trials = {make_trial("1.jpg", "a"), make_trial("2.jpg", "a")}};
}

Conditions conditions_of(const Run& run) { return conditions(run, trial_table(run)); }

TEST(Conditions, CountAnswersAtTheCap) {
  auto run = two_trials();
  run.trials[0].response_tokens = 127;
  run.trials[1].response_tokens = 128;
  EXPECT_EQ(conditions_of(run).capped_count, 1u);
  run.trials[0].response_tokens = 129;  // counted anew, an answer at the cap may come to one more
  EXPECT_EQ(conditions_of(run).capped_count, 2u);
  run.trials[1].error = "out_of_memory";
  EXPECT_EQ(conditions_of(run).capped_count, 1u);
  run.meta.max_new_tokens.reset();
  EXPECT_EQ(conditions_of(run).capped_count, 0u);
}

TEST(Conditions, BelieveTheEngineWhetherTheCapCutAnAnswer) {
  auto run = two_trials();
  run.trials[0].response_tokens = 128;
  run.trials[0].finish_reason = "stop";
  run.trials[1].finish_reason = "length";
  EXPECT_EQ(conditions_of(run).capped_count, 1u);
  EXPECT_EQ(conditions_of(run).cap_known_count, 2u);
  run.trials[1].finish_reason = "";
  run.trials[1].response_tokens.reset();
  EXPECT_EQ(conditions_of(run).capped_count, 0u);
  EXPECT_EQ(conditions_of(run).cap_known_count, 1u);
}

TEST(Conditions, CountFailuresByKind) {
  auto run = two_trials();
  run.trials.push_back(failed_trial("3.jpg", "a"));
  run.trials.push_back(failed_trial("4.jpg", "a"));
  run.trials[0].error = "it took too long";
  run.trials[0].error_kind = "timeout";
  const Conditions result = conditions_of(run);
  EXPECT_EQ(result.failure_count_by_kind.at("timeout"), 1u);
  EXPECT_EQ(result.failure_count_by_kind.at("empty_generation"), 2u);
}

TEST(Conditions, CountFailuresOfManyKindsTogether) {
  std::vector<std::string> errors;
  for (int i = 0; i < 100; ++i) errors.push_back("error " + std::to_string(i));
  sightmark::Run run;
  for (const std::string& error : errors) {
    run.trials.push_back(failed_trial("1.jpg", "a"));
    run.trials.back().error = error;
  }
  const Conditions result = conditions_of(run);
  EXPECT_EQ(result.failure_count_by_kind.size(), 21u);
  EXPECT_EQ(result.failure_count_by_kind.at("other"), 80u);
}

// printf '1.jpg\n2.jpg\n' | sha256sum
TEST(Conditions, KnowTheSetOfImagesByItsNamesWhateverTheirOrder) {
  auto run = two_trials();
  const Conditions result = conditions_of(run);
  EXPECT_EQ(result.image_count, 2u);
  EXPECT_EQ(result.image_names_sha256,
            "fe35277601f5cd0a171718cab3fa8bb3e876f13686226afa13f9a29aca643427");
  std::swap(run.trials[0], run.trials[1]);
  run.trials.push_back(make_trial("1.jpg", "b"));
  EXPECT_EQ(conditions_of(run).image_names_sha256, result.image_names_sha256);
}

TEST(Conditions, KnowImagesByTheirFileNamesSincePathsDifferByHost) {
  sightmark::Run here, there;
  here.trials = {make_trial("/home/a/1.jpg", "x")};
  there.trials = {make_trial("/data/b/1.jpg", "x")};
  EXPECT_EQ(conditions_of(here).image_names_sha256, conditions_of(there).image_names_sha256);
}

TEST(Conditions, HaveTheCountersAndCachedTokensOfTrials) {
  auto run = two_trials();
  EXPECT_EQ(conditions_of(run).cached_tokens, std::nullopt);
  EXPECT_TRUE(conditions_of(run).token_counters.empty());
  run.trials[0].cached_tokens = 5;
  run.trials[1].cached_tokens = 7;
  for (Trial& trial : run.trials) trial.token_counter = "engine";
  EXPECT_EQ(conditions_of(run).cached_tokens, 12);
  EXPECT_EQ(conditions_of(run).token_counters, std::vector<std::string>{"engine"});
}

TEST(Conditions, CountAnswersAndEmptyOnes) {
  auto run = two_trials();
  run.trials[0].output_text = "";
  run.trials.push_back(make_trial("3.jpg", "a"));
  run.trials[2].output_text.reset();
  EXPECT_EQ(conditions_of(run).answer_count, 2u);
  EXPECT_EQ(conditions_of(run).empty_count, 1u);
}

TEST(Conditions, CountLoopingAnswers) {
  auto run = two_trials();
  EXPECT_EQ(conditions_of(run).looping_count, 0u);
  run.trials[0].output_text = "table table table";
  EXPECT_EQ(conditions_of(run).looping_count, 1u);
  run.trials[0].error = "stopped";
  EXPECT_EQ(conditions_of(run).looping_count, 0u);
}

TEST(Conditions, TakeTheFirstKnownPowerScope) {
  auto run = two_trials();
  run.trials[0].power_scope = PowerScope::Unknown;
  run.trials[1].power_scope = PowerScope::GpuRail;
  EXPECT_EQ(conditions_of(run).power_scope, PowerScope::GpuRail);
}

TEST(Conditions, PassOnHowPowerWasMeasured) {
  auto run = two_trials();
  run.meta.power_monitoring_method = "tegrastats";
  EXPECT_EQ(conditions_of(run).power_method, "tegrastats");
  EXPECT_EQ(conditions_of(run).max_new_tokens, 128);
}

TEST(Measure, CountsTrialsAndProblems) {
  auto run = two_trials();
  run.summary = RunSummary{.trial_count = 5};
  run.trials[1] = failed_trial("2.jpg", "a");
  run.problems = {.damaged_line_count = 1, .duplicate_count = 2, .wrong_field_count = 3};
  const RunMetrics result = measure(run, trial_table(run), {});
  EXPECT_EQ(result.trial_count, 2u);
  EXPECT_EQ(result.success_count, 1u);
  EXPECT_EQ(result.success_percent(), 50);
  EXPECT_EQ(result.expected_trial_count, 5);
  EXPECT_EQ(result.damaged_line_count, 1u);
  EXPECT_EQ(result.duplicate_count, 2u);
  EXPECT_EQ(result.wrong_field_count, 3u);
}

TEST(Conditions, TakeTheTimeInRequestsFromTheSummaryWhereRequestsMayOverlap) {
  auto run = two_trials();
  EXPECT_EQ(trial_table(run).request_time_s, 2);
  run.summary = RunSummary{.request_time_s = 1.25};
  EXPECT_EQ(trial_table(run).request_time_s, 1.25);
}

}  // namespace
}  // namespace sightmark
