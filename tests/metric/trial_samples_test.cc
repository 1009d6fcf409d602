#include "metric/trial_samples.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

TEST(TrialSamples, KeepTheOrderOfFirstAppearance) {
  const auto tasks = samples_by_task(
      {make_trial("1.jpg", "b"), make_trial("1.jpg", "a"), make_trial("2.jpg", "b")});
  ASSERT_EQ(tasks.size(), 2u);
  EXPECT_EQ(tasks[0].task, "b");
  EXPECT_EQ(tasks[0].trial_count, 2u);
  EXPECT_EQ(tasks[1].task, "a");
}

TEST(TrialSamples, HoldOnlySuccesses) {
  const auto tasks = samples_by_task({make_trial("1.jpg", "a"), failed_trial("2.jpg", "a")});
  EXPECT_EQ(tasks[0].trial_count, 2u);
  EXPECT_EQ(tasks[0].success_count, 1u);
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
  const auto tasks = samples_by_task(trials);
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
  const auto tasks = samples_by_task({trial});
  EXPECT_EQ(tasks[0].success_count, 1u);
  EXPECT_TRUE(tasks[0].latencies_ms.empty());
  EXPECT_EQ(tasks[0].answer_lengths.size(), 1u);
}

TEST(TrialSamples, PutRecordsWithoutTaskTogether) {
  const auto tasks = samples_by_task({make_trial("1.jpg", ""), make_trial("2.jpg", "")});
  ASSERT_EQ(tasks.size(), 1u);
  EXPECT_EQ(tasks[0].task, "");
}

TEST(TrialSamples, HaveNoLengthWhereTheRecordHasNoAnswer) {
  Trial trial = make_trial("1.jpg", "a");
  trial.output_text.reset();
  EXPECT_EQ(samples_by_task({trial})[0].success_count, 1u);
  EXPECT_TRUE(samples_by_task({trial})[0].answer_lengths.empty());
}

TEST(TrialSamples, KeepEachWordingOfTheQuestion) {
  Trial other = make_trial("2.jpg", "a"), none = make_trial("3.jpg", "a");
  other.prompt = "Another?";
  none.prompt = "";
  EXPECT_EQ(samples_by_task({make_trial("1.jpg", "a"), other, none, other})[0].prompts,
            (std::set<std::string, std::less<>>{"Another?", "What is this?"}));
}

TEST(TrialSamples, OfNothingAreNone) { EXPECT_TRUE(samples_by_task({}).empty()); }

}  // namespace
}  // namespace sightmark
