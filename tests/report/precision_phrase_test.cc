#include "report/phrase.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Of Lynx in bf16, which takes `factor` times as long, against fp16.
PrecisionComparison compared(const std::string& device, double factor,
                             std::int64_t bf16_limit = 128) {
  const RunMetrics fp16 = make_run_metrics("Lynx", device, "fp16");
  RunMetrics bf16 = make_run_metrics("Lynx", device, "bf16");
  bf16.conditions.max_new_tokens = bf16_limit;
  return {{"Lynx", device, nullptr, nullptr},
          comparison({fp16, make_trial_table(1)}, {bf16, make_trial_table(factor)})};
}

// A device for each factor.
std::string finding_of(const std::vector<double>& factors) {
  std::vector<PrecisionComparison> all;
  for (const double factor : factors) {
    all.push_back(compared("Alder_" + std::to_string(all.size()), factor));
  }
  return precision_finding(all);
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
  EXPECT_TRUE(says(finding, "equivalent, within 2% for Lynx on Alder_1")) << finding;
}

TEST(PrecisionFinding, OfWhatMayNotBeComparedIsNone) {
  const std::vector<PrecisionComparison> all = {compared("Alder", 1, 64)};
  EXPECT_TRUE(says(precision_finding(all), "not compared for Lynx on Alder"));
  EXPECT_FALSE(says(precision_finding(all), "Choose"));
  EXPECT_EQ(precision_change(all[0], "latency_mean"), "–");
  ASSERT_EQ(precision_obstacles(all).size(), 1u);
  EXPECT_TRUE(says(precision_obstacles(all)[0], "at most 64 tokens per answer in B"));
}

TEST(PrecisionChange, HasItsIntervalAndVerdict) {
  const PrecisionComparison slower = compared("Alder", 1.5);
  EXPECT_EQ(precision_change(slower, "latency_mean"), "+50.0% (+50.0 to +50.0): slower");
  EXPECT_EQ(precision_change(slower, "success"), "+0.0 points (-8.8 to +8.8): not enough data");
  EXPECT_EQ(precision_change(slower, "accuracy"), "–");
}

}  // namespace
}  // namespace sightmark
