#include "analyze/run_loading.h"

#include <gtest/gtest.h>

#include "sample/sample_runs.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

class PrecisionLoading : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::string& dtype, int trial_count,
             bool has_summary = true) {
    SampleRun run{.run_folder = name, .dtype = dtype, .has_summary = has_summary};
    for (int i = 0; i < trial_count; ++i) {
      run.trials.push_back({.image_name = std::to_string(i), .image_index = i});
    }
    ASSERT_TRUE(write_sample_run(folder_.path(), run));
  }

  LoadedRuns loaded(bool compares_precisions = true) const {
    auto runs = load_runs({.roots = {folder_ / "alder_output"},
                           .compares_precisions = compares_precisions,
                           .job_count = 2},
                          [](std::string_view, std::size_t, std::size_t) {});
    return std::move(runs.value());
  }

  TemporaryFolder folder_;
};

TEST_F(PrecisionLoading, ComparesCompleteRunsInTheirOrder) {
  write("a", "fp16", 5, false);
  write("b", "fp16", 4);
  write("c", "fp16", 3);
  write("d", "fp16", 9);
  write("e", "bf16", 7);
  write("f", "bf16", 8, false);
  write("g", "bf16", 2);
  LoadedRuns runs = loaded();
  const Study study = make_study(std::move(runs.metrics));
  const auto pairs = compared_precisions(study, std::move(runs.against_bf16));
  ASSERT_EQ(pairs.size(), 2u);
  EXPECT_EQ(pairs[0].runs.fp16->run_dir, "alder_output/lynx/b");
  EXPECT_EQ(pairs[0].runs.bf16->run_dir, "alder_output/lynx/e");
  EXPECT_EQ(pairs[0].comparison.pair_count, 4u);
  EXPECT_EQ(pairs[1].runs.fp16->run_dir, "alder_output/lynx/c");
  EXPECT_EQ(pairs[1].runs.bf16->run_dir, "alder_output/lynx/g");
  EXPECT_EQ(pairs[1].comparison.pair_count, 2u);
}

TEST_F(PrecisionLoading, ComparesNothingUnlessAsked) {
  write("a", "fp16", 2);
  write("b", "bf16", 2);
  for (const auto& comparison : loaded(false).against_bf16) EXPECT_FALSE(comparison);
}

}  // namespace
}  // namespace sightmark
