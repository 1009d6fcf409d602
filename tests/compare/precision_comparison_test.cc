#include "compare/comparison.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

RunMetrics run_of(const std::string& device, const std::string& dtype, const std::string& name) {
  RunMetrics run = make_run_metrics("Lynx", device, dtype);
  run.run_dir = name;
  return run;
}

TEST(RunsInBothPrecisions, AreOfOneModelOnOneDevice) {
  const Study study = make_study({run_of("Alder", "bf16", "1"), run_of("Alder", "fp16", "2"),
                                  run_of("Birch", "fp16", "3"), run_of("Cedar", "bf16", "4"),
                                  cut_off_run_metrics("Lynx", "Birch", "bf16")});
  const auto pairs = runs_in_both_precisions(study);
  ASSERT_EQ(pairs.size(), 1u);
  EXPECT_EQ(pairs[0].model, "Lynx");
  EXPECT_EQ(pairs[0].device, "Alder");
  EXPECT_EQ(pairs[0].fp16, &study.runs[1]);
  EXPECT_EQ(pairs[0].bf16, &study.runs[0]);
}

TEST(RunsInBothPrecisions, OfRepeatedRunsAreInTheirOrder) {
  const Study study = make_study({run_of("Alder", "bf16", "1"), run_of("Alder", "bf16", "2"),
                                  run_of("Alder", "fp16", "3"), run_of("Alder", "fp16", "4"),
                                  run_of("Alder", "fp16", "5")});
  const auto pairs = runs_in_both_precisions(study);
  ASSERT_EQ(pairs.size(), 2u);
  EXPECT_EQ(pairs[1].fp16->run_dir, "4");
  EXPECT_EQ(pairs[1].bf16->run_dir, "2");
}

}  // namespace
}  // namespace sightmark
