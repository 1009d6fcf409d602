#include <gtest/gtest.h>

#include "fakes/fake_run.h"
#include "metric/metric.h"

namespace sightmark {
namespace {

RunMetrics measured(const Run& run) { return measure(run, trial_table(run), {}); }

// Two tasks about each of three images; the second task takes half as long.
Run three_images() {
  Run run;
  for (const char* image : {"1.jpg", "2.jpg", "3.jpg"}) {
    run.trials.push_back(make_trial(image, "caption"));
    run.trials.push_back(make_trial(image, "count"));
    run.trials.back().latency_ms = 500;
  }
  return run;
}

TEST(Spreads, PoolTheSuccessesOfAllTasks) {
  const RunMetrics result = measured(three_images());
  ASSERT_TRUE(result.latency_ms);
  EXPECT_EQ(result.latency_ms->count, 6u);
  EXPECT_DOUBLE_EQ(result.latency_ms->mean, 750);    // (3 x 1,000 + 3 x 500) / 6
  EXPECT_DOUBLE_EQ(result.latency_ms->median, 750);  // between 500 and 1,000
  EXPECT_DOUBLE_EQ(result.latency_ms->sd, 250);      // each is 250 off the mean
  EXPECT_DOUBLE_EQ(result.latency_ms->min, 500);
  EXPECT_DOUBLE_EQ(result.latency_ms->p90, 1000);
}

TEST(Spreads, LeaveFailuresOut) {
  auto run = three_images();
  run.trials[0] = failed_trial("1.jpg", "caption");
  run.trials[0].latency_ms = 90000;
  const RunMetrics result = measured(run);
  EXPECT_EQ(result.latency_ms->count, 5u);
  EXPECT_DOUBLE_EQ(result.latency_ms->max, 1000);
  EXPECT_EQ(result.answer_length->count, 5u);
}

TEST(Spreads, CountAnswersInCodePoints) {
  sightmark::Run run;
  run.trials = {make_trial("1.jpg", "caption")};
  run.trials[0].output_text = "caf\u00e9 \u732b \U0001F431";  // c a f é, 猫, a cat, two blanks
  EXPECT_DOUBLE_EQ(measured(run).answer_length->mean, 8);
}

TEST(Spreads, CountAnEmptyAnswerThatIsNoErrorAsLengthZero) {
  sightmark::Run run;
  run.trials = {make_trial("1.jpg", "caption"), make_trial("2.jpg", "caption")};
  run.trials[0].output_text = "";
  run.trials[1].output_text = "four";
  EXPECT_DOUBLE_EQ(measured(run).answer_length->mean, 2);
}

TEST(RequestsPerSecond, AveragesTheRatesForRequestsPerSecond) {
  // 1 a second three times and 2 a second three times, not 1 / 0.75
  EXPECT_DOUBLE_EQ(find_metric("requests_per_s")->value(measured(three_images())).value(), 1.5);
}

TEST(RequestsPerSecond, HasNoRateForALatencyOfZero) {
  sightmark::Run run;
  run.trials = {make_trial("1.jpg", "caption"), make_trial("2.jpg", "caption")};
  run.trials[0].latency_ms = 0;
  EXPECT_DOUBLE_EQ(find_metric("requests_per_s")->value(measured(run)).value(), 1);
  run.trials[1].latency_ms = std::nullopt;
  EXPECT_EQ(find_metric("requests_per_s")->value(measured(run)), std::nullopt);
}

TEST(TaskMetrics, KeepTasksApart) {
  auto run = three_images();
  run.trials[4] = failed_trial("3.jpg", "caption");
  const RunMetrics result = measured(run);
  ASSERT_EQ(result.tasks.size(), 2u);
  EXPECT_EQ(result.tasks[0].task, "caption");
  EXPECT_EQ(result.tasks[0].trial_count, 3u);
  EXPECT_EQ(result.tasks[0].success_count, 2u);
  EXPECT_DOUBLE_EQ(result.tasks[0].latency_ms->mean, 1000);
  EXPECT_EQ(result.tasks[1].task, "count");
  EXPECT_EQ(result.tasks[1].success_count, 3u);
  EXPECT_DOUBLE_EQ(result.tasks[1].latency_ms->mean, 500);
}

TEST(Spreads, OfFailuresAreNothing) {
  sightmark::Run run;
  run.trials = {failed_trial("1.jpg", "caption")};
  const RunMetrics result = measured(run);
  EXPECT_FALSE(result.latency_ms);
  EXPECT_FALSE(result.answer_length);
  EXPECT_FALSE(find_metric("requests_per_s")->value(result));
  ASSERT_EQ(result.tasks.size(), 1u);
  EXPECT_FALSE(result.tasks[0].latency_ms);
}

}  // namespace
}  // namespace sightmark
