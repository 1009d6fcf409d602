#include "metric/trial_table.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

sightmark::Run run_of(std::vector<Trial> trials) {
  sightmark::Run run;
  run.trials = std::move(trials);
  return run;
}

std::vector<TaskSamples> samples_of(std::vector<Trial> trials) {
  return samples_by_task(trial_table(run_of(std::move(trials))));
}

TEST(TrialSamples, KeepTheOrderOfFirstAppearance) {
  const auto tasks =
      samples_of({make_trial("1.jpg", "b"), make_trial("1.jpg", "a"), make_trial("2.jpg", "b")});
  ASSERT_EQ(tasks.size(), 2u);
  EXPECT_EQ(tasks[0].task, "b");
  EXPECT_EQ(tasks[1].task, "a");
}

TEST(TrialSamples, HoldOnlySuccesses) {
  const auto tasks = samples_of({make_trial("1.jpg", "a"), failed_trial("2.jpg", "a")});
  EXPECT_EQ(tasks[0].latencies_ms, std::vector<double>{1000});
  EXPECT_EQ(tasks[0].answer_lengths, std::vector<double>{11});  // "A red kite."
}

TEST(TrialSamples, KeepSomeLengthsWithTheirLatencies) {
  std::vector<Trial> trials;
  for (int i = 0; i < 300; ++i) {
    trials.push_back(make_trial("1.jpg", "a"));
    trials.back().latency_ms = i;
  }
  trials[0].latency_ms = std::nullopt;
  trials[1].output_text.reset();
  const auto tasks = samples_of(trials);
  const auto& kept = tasks[0].answer_times;  // of 298
  ASSERT_EQ(kept.size(), kAnswerTimeLimit);
  EXPECT_EQ(kept.front().latency_ms, 2);
  EXPECT_EQ(kept[15].latency_ms, 2 + 149);
  EXPECT_GT(kept.back().latency_ms, 280);
  EXPECT_EQ(kept.front().length, 11);
}

TEST(TrialSamples, HaveNoLatencyWhereTheRecordHasNone) {
  Trial trial = make_trial("1.jpg", "a");
  trial.latency_ms = std::nullopt;
  const auto tasks = samples_of({trial});
  EXPECT_TRUE(tasks[0].latencies_ms.empty());
  EXPECT_EQ(tasks[0].answer_lengths.size(), 1u);
}

TEST(TrialSamples, PutRecordsWithoutTaskTogether) {
  const auto tasks = samples_of({make_trial("1.jpg", ""), make_trial("2.jpg", "")});
  ASSERT_EQ(tasks.size(), 1u);
  EXPECT_EQ(tasks[0].task, "");
}

TEST(TrialSamples, HaveNoLengthWhereTheRecordHasNoAnswer) {
  Trial trial = make_trial("1.jpg", "a");
  trial.output_text.reset();
  EXPECT_TRUE(samples_of({trial})[0].answer_lengths.empty());
}

TEST(TrialTable, KeepsEachWordingOfTheQuestion) {
  Trial other = make_trial("2.jpg", "a"), none = make_trial("3.jpg", "a");
  other.prompt = "Another?";
  none.prompt = "";
  const TrialTable table = trial_table(run_of({make_trial("1.jpg", "a"), other, none, other}));
  EXPECT_EQ(table.prompts.at(0), (std::set<std::string, std::less<>>{"Another?", "What is this?"}));
}

TEST(TrialSamples, OfNothingAreNone) { EXPECT_TRUE(samples_of({}).empty()); }

}  // namespace
}  // namespace sightmark
