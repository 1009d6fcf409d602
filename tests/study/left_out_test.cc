#include "study/study.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(LeftOut, IsEveryRunThatIsNotComplete) {
  RunMetrics cut_off = cut_off_run_metrics("Otter", "Cedar", "fp16");
  cut_off.trial_count = 480;
  RunMetrics empty = failed_run_metrics("Heron", "Birch", "bf16", 0);
  empty.status = RunStatus::Empty;
  const auto found = left_out({make_run_metrics("Lynx", "Alder", "bf16"),
                               failed_run_metrics("Lynx", "Birch", "fp16", 2500), cut_off, empty});
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].run_dir, "Birch/Lynx/fp16");
  EXPECT_EQ(found[0].configuration, "Lynx on Birch (fp16)");
  EXPECT_TRUE(says(found[0].reason, "2,500")) << found[0].reason;
  EXPECT_TRUE(says(found[0].reason, "failed")) << found[0].reason;
  EXPECT_TRUE(says(found[1].reason, "cut off")) << found[1].reason;
  EXPECT_TRUE(says(found[1].reason, "480")) << found[1].reason;
  EXPECT_TRUE(says(found[1].reason, "summary.json")) << found[1].reason;
  EXPECT_TRUE(says(found[2].reason, "no usable record")) << found[2].reason;
}

TEST(LeftOut, IsNothingWhereAllAreComplete) {
  EXPECT_TRUE(left_out({make_run_metrics("Lynx", "Alder", "bf16")}).empty());
}

TEST(LeftOut, SpeaksOfOneTrialInTheSingular) {
  const auto found = left_out({failed_run_metrics("Lynx", "Birch", "fp16", 1)});
  EXPECT_FALSE(says(found.at(0).reason, "trials")) << found[0].reason;
}

}  // namespace
}  // namespace sightmark
