#include "metric/trial_table.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

TEST(TrialTable, HasWhatATrialIsComparedBy) {
  sightmark::Run run;
  Trial trial = make_trial("a.jpg", "brief");
  trial.repeat_index = 2;
  trial.ttft_ms = 100;
  run.trials = {make_trial("b.jpg", "scene"), trial};
  const TrialTable table = trial_table(run);
  EXPECT_EQ(table.images, (std::vector<std::string>{"b.jpg", "a.jpg"}));
  EXPECT_EQ(table.tasks, (std::vector<std::string>{"scene", "brief"}));
  ASSERT_EQ(table.trials.size(), 2u);
  const TrialRow& row = table.trials[1];
  EXPECT_EQ(table.images[row.image], "a.jpg");
  EXPECT_EQ(table.tasks[row.task], "brief");
  EXPECT_EQ(row.repeat_index, 2);
  EXPECT_TRUE(row.is_success);
  EXPECT_EQ(row.latency_ms, 1000);
  EXPECT_EQ(row.ttft_ms, 100);
  EXPECT_EQ(row.energy_j, 20);
  EXPECT_EQ(row.generated_tokens, 8);
  EXPECT_EQ(row.answer_length, 11);
  EXPECT_FALSE(row.decode_ms);
  EXPECT_FALSE(row.accuracy);  // no truth
}

TEST(TrialTable, OfAFailureHasItsTimeAndEnergyAlone) {
  sightmark::Run run;
  run.trials = {failed_trial("a.jpg", "brief")};
  const TrialRow row = trial_table(run).trials.at(0);
  EXPECT_FALSE(row.is_success);
  EXPECT_EQ(row.request_s, 1);
  EXPECT_EQ(row.energy_j, 20);
  EXPECT_FALSE(row.latency_ms || row.generated_tokens || row.answer_length);
}

TEST(TrialTable, NumbersTrialsThatNameNoImageApart) {
  sightmark::Run run;
  run.trials = {make_trial("", "brief"), make_trial("a.jpg", "brief"), make_trial("", "brief")};
  const TrialTable table = trial_table(run);
  EXPECT_EQ(table.images, std::vector<std::string>{"a.jpg"});
  EXPECT_EQ(table.image_count, 3u);
  EXPECT_EQ(table.trials[0].image, 1u);
  EXPECT_EQ(table.trials[1].image, 0u);
  EXPECT_EQ(table.trials[2].image, 2u);
}

TEST(TrialTable, SharesTheTimeInRequestsAmongTrials) {
  sightmark::Run run;
  run.trials = {make_trial("a.jpg", "brief"), make_trial("b.jpg", "brief")};
  run.trials[1].latency_ms = 3000;
  run.summary = RunSummary{.request_time_s = 2};  // half of 4: they overlapped
  EXPECT_EQ(trial_table(run).trials[0].busy_s, 0.5);
  EXPECT_EQ(trial_table(run).trials[1].busy_s, 1.5);
  run.summary.reset();
  run.meta.concurrency = 2;  // when they overlapped is not known
  EXPECT_FALSE(trial_table(run).trials[0].busy_s);
}

TEST(TrialTable, ScoresAnswersOfKnownTruth) {
  sightmark::Run run;
  Trial right = make_trial("a.png", "scene_context"), wrong = right;
  right.output_text = "A beach at night.";
  wrong.output_text = "A forest by day.";
  wrong.repeat_index = 1;
  run.trials = {right, wrong};
  run.truths = {{.image = "a.png", .location = "beach", .light = "night"}};
  const TrialTable table = trial_table(run);
  EXPECT_EQ(table.trials.at(0).accuracy, 1);
  EXPECT_EQ(table.trials.at(1).accuracy, 0);
}

}  // namespace
}  // namespace sightmark
