#include "findings/precision_comparison.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

RunMetrics run_of(const std::string& device, const std::string& dtype, double latency_factor) {
  RunMetrics run = make_run_metrics("Lynx", device, dtype);
  run.trials = make_trial_table(latency_factor);
  return run;
}

double mean_change(const PrecisionComparison& compared) {
  return compared.comparison.rows.at(0).change->change;
}

TEST(PrecisionComparisons, AreOfOneModelOnOneDevice) {
  const Study study = make_study({run_of("Alder", "bf16", 1.5), run_of("Alder", "fp16", 1),
                                  run_of("Birch", "fp16", 9), run_of("Cedar", "bf16", 7)});
  const auto all = precision_comparisons(study);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].device, "Alder");
  EXPECT_EQ(all[0].fp16->dtype, "fp16");
  EXPECT_EQ(all[0].bf16->dtype, "bf16");
  EXPECT_DOUBLE_EQ(mean_change(all[0]), 50);  // of bf16 against fp16
}

TEST(PrecisionComparisons, PairRepeatedRunsInTheirOrder) {
  const Study study = make_study({run_of("Alder", "bf16", 2), run_of("Alder", "bf16", 6),
                                  run_of("Alder", "fp16", 1), run_of("Alder", "fp16", 2),
                                  run_of("Alder", "fp16", 9)});
  const auto all = precision_comparisons(study);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_DOUBLE_EQ(mean_change(all[0]), 100);
  EXPECT_DOUBLE_EQ(mean_change(all[1]), 200);
}

TEST(PrecisionComparisons, NeedTheTrials) {
  RunMetrics without = run_of("Alder", "fp16", 1);
  without.trials.reset();
  EXPECT_TRUE(precision_comparisons(make_study({run_of("Alder", "bf16", 1), without})).empty());
}

}  // namespace
}  // namespace sightmark
