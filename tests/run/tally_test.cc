#include "run/measuring.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

// A successful trial of one image and task, with a latency of its whole span.
Trial trial(std::int64_t image, const std::string& task, double sent_s, double end_s) {
  Trial trial;
  trial.image_index = image;
  trial.task = task;
  trial.sent_s = sent_s;
  trial.end_s = end_s;
  trial.latency_ms = (end_s - sent_s) * 1000;
  trial.ttft_ms = 100;
  trial.response_tokens = 8;
  trial.energy_j = 5;
  return trial;
}

Trial failed(Trial trial) {
  trial.error = "cut";
  return trial;
}

TEST(RequestTime, IsTheUnionOfOverlappingSpans) {
  EXPECT_DOUBLE_EQ(request_time_s({trial(0, "a", 3, 4), trial(0, "b", 0, 2), trial(0, "c", 1, 2.5),
                                   failed(trial(0, "d", 1.5, 1.75))}),
                   3.5);
  EXPECT_DOUBLE_EQ(request_time_s({}), 0);
}

TEST(Tally, CountsSuccessesOnlyInSpeeds) {
  const RunSummary run =
      tally({trial(0, "a", 0, 1), trial(0, "b", 1, 3), failed(trial(1, "a", 3, 9))}, 2, 10);
  EXPECT_EQ(run.trial_count, 3);
  EXPECT_EQ(run.error_count, 1);
  EXPECT_DOUBLE_EQ(run.elapsed_s.value(), 10);
  EXPECT_DOUBLE_EQ(run.request_time_s.value(), 9);
  EXPECT_DOUBLE_EQ(run.latency_ms.mean.value(), 1500);
  EXPECT_DOUBLE_EQ(run.latency_ms.max.value(), 2000);
  EXPECT_DOUBLE_EQ(run.requests_per_s.max.value(), 1);
  EXPECT_DOUBLE_EQ(run.generated_tokens_per_s.value(), 1.6);  // 2 x 8 over 10 s
  EXPECT_DOUBLE_EQ(run.request_generated_tokens_per_s.value(), 16.0 / 9);
}

TEST(Tally, CountsAnImageWhereEveryTaskOfItSucceeded) {
  const RunSummary run = tally(
      {trial(0, "a", 0, 1), trial(0, "b", 1, 2), trial(1, "a", 2, 3), failed(trial(1, "b", 3, 4))},
      2, 4);
  EXPECT_DOUBLE_EQ(run.images_per_s.value(), 0.25);
}

TEST(Tally, CountsEachRepeatOfAnImage) {
  Trial again = trial(0, "a", 1, 2);
  again.repeat_index = 1;
  EXPECT_DOUBLE_EQ(tally({trial(0, "a", 0, 1), again}, 1, 2).images_per_s.value(), 1);
}

TEST(Tally, OfFailuresAloneHasNoSpeed) {
  const RunSummary run = tally({failed(trial(0, "a", 0, 1))}, 1, 1);
  EXPECT_EQ(run.error_count, 1);
  EXPECT_FALSE(run.latency_ms.mean);
  EXPECT_FALSE(run.images_per_s);
  EXPECT_FALSE(run.generated_tokens_per_s);
}

TEST(Tally, OfNothingIsNothing) {
  const RunSummary run = tally({}, 5, 0);
  EXPECT_EQ(run.trial_count, 0);
  EXPECT_FALSE(run.latency_ms.mean);
}

TEST(TotalEnergy, IsUnknownWhereOneTrialsIs) {
  EXPECT_EQ(total_energy_j({trial(0, "a", 0, 1), trial(0, "b", 1, 2)}), 10);
  Trial unknown = trial(0, "c", 2, 3);
  unknown.energy_j.reset();
  EXPECT_EQ(total_energy_j({trial(0, "a", 0, 1), unknown}), std::nullopt);
}

}  // namespace
}  // namespace sightmark
