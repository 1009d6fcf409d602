#include "study/study.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

RunMetrics with_speed(const std::string& model, const std::string& device, const std::string& dtype,
                      double tokens_per_s) {
  RunMetrics run = make_run_metrics(model, device, dtype);
  run.values["tokens_per_sec"] = Estimate{tokens_per_s, {}};
  return run;
}

TEST(PrecisionPairs, AreModelsInBothPrecisionsOnOneDevice) {
  const Study study = make_study({
      with_speed("Lynx", "Alder", "bf16", 50),
      with_speed("Lynx", "Alder", "fp16", 40),
      with_speed("Lynx", "Birch", "fp16", 4),   // no bf16 here
      with_speed("Heron", "Alder", "bf16", 9),  // no fp16 at all
      with_speed("Heron", "Birch", "fp32", 9),
  });
  const auto pairs = precision_pairs(study, tokens_per_second());
  ASSERT_EQ(pairs.size(), 1u);
  EXPECT_EQ(pairs[0].model, "Lynx");
  EXPECT_EQ(pairs[0].device, "Alder");
  EXPECT_EQ(pairs[0].fp16, 40);
  EXPECT_EQ(pairs[0].bf16, 50);
}

TEST(PrecisionPairs, MeanRepeatedRuns) {
  const Study study =
      make_study({with_speed("Lynx", "Alder", "bf16", 10), with_speed("Lynx", "Alder", "bf16", 20),
                  with_speed("Lynx", "Alder", "fp16", 30)});
  EXPECT_EQ(precision_pairs(study, tokens_per_second()).at(0).bf16, 15);
}

TEST(PrecisionPairs, NeedTheMetricOnBothSides) {
  const Study study = make_study(
      {with_speed("Lynx", "Alder", "bf16", 10), with_speed("Lynx", "Alder", "fp16", 0),
       with_speed("Heron", "Alder", "bf16", 10), with_speed("Heron", "Alder", "fp16", 10)});
  EXPECT_EQ(precision_pairs(study, tokens_per_second()).size(), 1u);  // none to divide by 0
  EXPECT_TRUE(precision_pairs(study, load_time()).empty());
}

TEST(PrecisionPairs, LeaveOutRunsThatAreNotComplete) {
  const Study study = make_study(
      {with_speed("Lynx", "Alder", "bf16", 10), failed_run_metrics("Lynx", "Alder", "fp16", 10)});
  EXPECT_TRUE(precision_pairs(study, tokens_per_second()).empty());
}

TEST(PrecisionMeans, AreOverTheDevicesOfAModelsPairs) {
  const Study study = make_study({
      with_speed("Lynx", "Alder", "bf16", 50), with_speed("Lynx", "Alder", "fp16", 40),
      with_speed("Lynx", "Birch", "bf16", 10), with_speed("Lynx", "Birch", "fp16", 20),
      with_speed("Lynx", "Cedar", "fp16", 1),  // would draw fp16 down
  });
  const auto pairs = precision_pairs(study, tokens_per_second());
  const auto means = precision_means(pairs, "Lynx");
  ASSERT_TRUE(means);
  EXPECT_EQ(means->fp16, 30);
  EXPECT_EQ(means->bf16, 30);
  EXPECT_FALSE(precision_means(pairs, "Heron"));
}

}  // namespace
}  // namespace sightmark
