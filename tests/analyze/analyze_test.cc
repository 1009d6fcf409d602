#include "analyze/analyze.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/file.h"
#include "page/html_report.h"
#include "sample/sample_runs.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& folder, const SampleRun& run) {
  const auto written = write_sample_run(folder, run);
  if (!written) ADD_FAILURE() << written.error().message;
}

SampleRun small_run() {
  SampleRun run;
  run.trials = {{.image_name = "1.jpg"}, {.image_name = "2.jpg"}};
  return run;
}

// A run of which every trial failed.
SampleRun failed_run() {
  SampleRun run = small_run();
  run.run_folder = "failed";
  for (SampleTrial& trial : run.trials) trial.error = "empty_generation";
  return run;
}

// Options for the one root of small_run(), and an output folder that is not there yet. No figures:
// tests/e2e draws them.
AnalyzeOptions options_in(const TemporaryFolder& folder) {
  return {.roots = {folder / "alder_output"}, .out = folder / "out", .with_figures = false};
}

// The same for the three roots of sample_runs().
AnalyzeOptions sample_options_in(const TemporaryFolder& folder) {
  AnalyzeOptions options = options_in(folder);
  options.roots = {folder / "alder_output", folder / "birch_output", folder / "cedar_output"};
  return options;
}

void no_progress(std::string_view, std::size_t, std::size_t) {}

Expected<AnalyzeOutcome> analyzed(const AnalyzeOptions& options) {
  return analyze(options, no_progress);
}

std::set<std::string> files_below(const fs::path& folder) {
  std::set<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.insert(entry.path().lexically_relative(folder).string());
  }
  return files;
}

std::string text_of(const fs::path& path) { return read_file(path, 1 << 20).value_or("nothing"); }

TEST(Analyze, SaysWhatItReadAndWrote) {
  const TemporaryFolder folder;
  write(folder.path(), small_run());
  write(folder.path(), failed_run());
  const auto outcome = analyzed(options_in(folder));
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->complete_count, 1u);
  EXPECT_EQ(outcome->trial_count, 4u);
  ASSERT_EQ(outcome->left_out.size(), 1u);
  EXPECT_EQ(outcome->left_out[0].run_dir, "alder_output/lynx/failed");
  EXPECT_EQ(outcome->champions.size(), 6u);
  EXPECT_EQ(outcome->file_count, files_below(folder / "out").size());
}

TEST(Analyze, WritesOnePartDirectlyIntoItsFolder) {
  const TemporaryFolder folder;
  write(folder.path(), small_run());
  AnalyzeOptions options = options_in(folder);
  options.part = StudyPart::Performance;
  ASSERT_TRUE(analyzed(options));
  EXPECT_EQ(files_below(options.out),
            (std::set<std::string>{"README.md", "benchmark_summary_report.txt",
                                   "vision_model_metrics.csv"}));
}

TEST(Analyze, DatesTheStudyByItsNewestRun) {
  const TemporaryFolder folder;
  SampleRun run = small_run();
  write(folder.path(), run);
  run.run_folder = "newer";
  run.timestamp = "2025-11-30T23:59:59.000000";
  write(folder.path(), run);
  AnalyzeOptions options = options_in(folder);
  ASSERT_TRUE(analyzed(options));
  EXPECT_NE(text_of(options.out / "ANALYSIS_SUMMARY.md").find("2025-11-30"), std::string::npos);
  options.date = "1999-12-31";
  ASSERT_TRUE(analyzed(options));
  EXPECT_NE(text_of(options.out / "ANALYSIS_SUMMARY.md").find("1999-12-31"), std::string::npos);
}

TEST(Analyze, ScoresAnswersWhereTheTruthIsKnown) {
  const TemporaryFolder folder;
  ASSERT_TRUE(
      write_sample_runs(folder.path(), {.image_count = 12, .run_count = 3, .with_truth = true}));
  AnalyzeOptions options = options_in(folder);
  ASSERT_TRUE(analyzed(options));
  const fs::path table = options.out / "caption_analysis" / "accuracy_metrics.csv";
  EXPECT_TRUE(fs::exists(table));
  EXPECT_NE(text_of(options.out / "ANALYSIS_SUMMARY.md").find("Most accurate: Lynx-2B"),
            std::string::npos);

  for (const auto& entry : fs::recursive_directory_iterator(options.roots[0])) {
    if (entry.path().filename() == "truth.jsonl") fs::remove(entry.path());
  }
  ASSERT_TRUE(analyzed(options));
  EXPECT_FALSE(fs::exists(table));  // it would be taken for this study's
  EXPECT_EQ(text_of(options.out / "ANALYSIS_SUMMARY.md").find("Most accurate"), std::string::npos);
}

TEST(Analyze, FailsWhereARootIsMissing) {
  const TemporaryFolder folder;
  const auto outcome = analyzed(options_in(folder));
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.error().message.find("alder_output"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(Analyze, FailsWhereThereIsNothingToAnalyse) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "alder_output");
  EXPECT_FALSE(analyzed(options_in(folder)));
  EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(Analyze, GoesOnWhereEveryRunFailed) {
  const TemporaryFolder folder;
  write(folder.path(), failed_run());
  const auto outcome = analyzed(options_in(folder));
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->complete_count, 0u);
  EXPECT_TRUE(outcome->champions.empty());
}

TEST(Analyze, CountsEveryRunOnce) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_sample_runs(folder.path(), {.image_count = 1}));
  AnalyzeOptions options = sample_options_in(folder);
  options.job_count = 4;
  std::vector<std::size_t> steps;
  ASSERT_TRUE(analyze(options, [&](std::string_view stage, std::size_t done, std::size_t total) {
    EXPECT_EQ(stage, "reading runs");
    EXPECT_EQ(total, 18u);
    steps.push_back(done);
  }));
  ASSERT_EQ(steps.size(), 18u);
  for (std::size_t i = 0; i < steps.size(); ++i) EXPECT_EQ(steps[i], i + 1);
}

// Excerpts are kept, or not, before it is known which runs can be read.
TEST(Analyze, WritesNoPageOfMoreRunsThanItMayHave) {
  const TemporaryFolder folder;
  const AnalyzeOptions options = options_in(folder);
  for (std::size_t i = 0; i <= kPageRunLimit; ++i) {
    const fs::path run = folder / "alder_output" / "lynx" / std::to_string(i);
    fs::create_directories(run);
    const char* meta = i == 0 ? "{" : "{\"model_id\": \"acme/Lynx\"}";
    const char* record = "{\"image_name\": \"1.png\", \"latency_ms\": 5}\n";
    ASSERT_TRUE(write_file(run / "run_meta.json", meta));
    ASSERT_TRUE(write_file(run / "runs.jsonl", record));
  }
  const auto outcome = analyzed(options);
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_FALSE(fs::exists(options.out / "report.html"));
  EXPECT_EQ(outcome->warnings.back(), "report.html is not written: it holds at most 300 runs");
}

TEST(Analyze, WritesTheSameWithAnyNumberOfJobs) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_sample_runs(folder.path(), {.image_count = 2}));
  AnalyzeOptions options = sample_options_in(folder);
  ASSERT_TRUE(analyzed(options));
  std::map<std::string, std::string> texts;
  for (const std::string& name : files_below(options.out)) {
    texts[name] = text_of(options.out / name);
  }
  fs::remove_all(options.out);
  options.job_count = 4;
  ASSERT_TRUE(analyzed(options));
  for (const auto& [name, text] : texts) EXPECT_EQ(text_of(options.out / name), text) << name;
}

}  // namespace
}  // namespace sightmark
