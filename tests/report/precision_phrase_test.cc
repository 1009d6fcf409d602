#include "report/precision_phrase.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A device for each factor that bf16 takes the time of fp16.
std::string finding_of(const std::vector<double>& factors) {
  std::vector<RunMetrics> runs;
  for (const double factor : factors) {
    const std::string device = "Alder_" + std::to_string(runs.size());
    runs.push_back(make_run_metrics("Lynx", device, "bf16"));
    runs.back().trials = make_trial_table(factor);
    runs.push_back(make_run_metrics("Lynx", device, "fp16"));
    runs.back().trials = make_trial_table(1);
  }
  const Study study = make_study(std::move(runs));
  return precision_finding(precision_comparisons(study));
}

TEST(PrecisionFinding, RecommendsOnlyWhatHoldsInEveryPair) {
  EXPECT_TRUE(says(finding_of({0.9, 0.85}), "Choose bf16 for speed"));
  EXPECT_TRUE(says(finding_of({1.1, 1.2}), "Choose fp16 for speed"));
  EXPECT_TRUE(says(finding_of({1.01, 0.99}), "Speed does not decide"));
  for (const auto& factors : {std::vector{0.9, 1.1}, std::vector{1.01, 1.1}}) {
    EXPECT_TRUE(says(finding_of(factors), "Choose by the row")) << finding_of(factors);
  }
}

TEST(PrecisionFinding, SaysWhichIsWhat) {
  const std::string finding = finding_of({0.9, 1.01});
  EXPECT_TRUE(says(finding, "faster in bf16 for Lynx on Alder_0")) << finding;
  EXPECT_TRUE(says(finding, "equivalent, within 2% for Lynx on Alder_2")) << finding;
}

TEST(PrecisionFinding, OfWhatMayNotBeComparedIsNone) {
  RunMetrics bf16 = make_run_metrics("Lynx", "Alder", "bf16"), fp16 = bf16;
  fp16.dtype = "fp16";
  bf16.trials = fp16.trials = make_trial_table(1);
  bf16.conditions.max_new_tokens = 64;
  const Study study = make_study({bf16, fp16});
  const auto all = precision_comparisons(study);
  EXPECT_TRUE(says(precision_finding(all), "not compared for Lynx on Alder"));
  EXPECT_FALSE(says(precision_finding(all), "Choose"));
  EXPECT_EQ(precision_change(all[0], "latency_mean"), "–");
  ASSERT_EQ(precision_obstacles(all).size(), 1u);
  EXPECT_TRUE(says(precision_obstacles(all)[0], "the limit on tokens is 128 in A and 64 in B"));
}

TEST(PrecisionChange, HasItsIntervalAndVerdict) {
  RunMetrics bf16 = make_run_metrics("Lynx", "Alder", "bf16"), fp16 = bf16;
  fp16.dtype = "fp16";
  bf16.trials = make_trial_table(1.5);
  fp16.trials = make_trial_table(1);
  const Study study = make_study({bf16, fp16});
  const auto all = precision_comparisons(study);
  EXPECT_EQ(precision_change(all[0], "latency_mean"), "+50.0% (+50.0 to +50.0): slower");
  EXPECT_EQ(precision_change(all[0], "success"), "+0.0 points (-8.8 to +8.8): not enough data");
  EXPECT_EQ(precision_change(all[0], "accuracy"), "–");
}

}  // namespace
}  // namespace sightmark
