#include "cli/run_progress.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

std::string shown(bool is_quiet, const std::vector<RunProgress>& all) {
  testing::internal::CaptureStderr();
  {
    RunProgressLine line(is_quiet);
    for (const RunProgress& progress : all) line.show(progress);
  }
  return testing::internal::GetCapturedStderr();
}

TEST(RunProgressLine, IsAPlainLineForEachStageWithoutATerminal) {
  const RunProgress loading{.stage = "loading the engine: reading weights"};
  EXPECT_EQ(shown(false, {loading, loading, {.stage = "asking the first question"}}),
            "loading the engine: reading weights\nasking the first question\n");
}

TEST(RunProgressLine, PrintsTheLastTrialOnce) {
  std::vector<RunProgress> all;
  for (std::size_t done = 0; done <= 3; ++done) {
    all.push_back({.stage = "measuring", .done_count = done, .total_count = 3});
  }
  all.push_back(all.back());
  EXPECT_EQ(shown(false, all), "measuring: 0 of 3\nmeasuring: 3 of 3\n");
}

TEST(RunProgressLine, IsNothingWhereQuiet) { EXPECT_EQ(shown(true, {{.stage = "measuring"}}), ""); }

TEST(RunProgressLine, IsHarmlessWhateverTheEngineSays) {
  EXPECT_EQ(shown(false, {{.stage = "loading\x1B[31m\n"}}).find('\x1B'), std::string::npos);
}

TEST(ProgressInWords, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(progress_in_words({.stage = "measuring", .done_count = 12, .total_count = 100}),
            "measuring: 12 of 100");
  EXPECT_EQ(progress_in_words({.stage = "measuring",
                               .done_count = 12,
                               .total_count = 100,
                               .error_count = 3,
                               .requests_per_s = 4.125,
                               .left_s = 500,
                               .power_w = 31.25,
                               .system_mb = 4096,
                               .engine_mb = 512}),
            "measuring: 12 of 100, 3 failed, 4.12/s, 8 min left, 31.2 W, engine 512 MB, system "
            "4.0 GB");
}

TEST(DurationInWords, HasAFittingUnit) {
  EXPECT_EQ(duration_in_words(0.25), "0.2 s");
  EXPECT_EQ(duration_in_words(45), "45 s");
  EXPECT_EQ(duration_in_words(720), "12 min");
  EXPECT_EQ(duration_in_words(12000), "3 h 20 min");
}

RunOutcome make_outcome() {
  RunOutcome outcome{.planned_count = 100};
  outcome.meta.load_time_s = 1.5;
  outcome.summary.trial_count = 100;
  outcome.summary.error_count = 2;
  outcome.summary.elapsed_s = 30;
  outcome.summary.request_time_s = 28;
  outcome.summary.latency_ms = {.mean = 300, .min = 250, .max = 400, .p50 = 290, .p90 = 350};
  return outcome;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(RunTable, ListsWhatWasMeasured) {
  const std::string table = run_table(make_outcome());
  EXPECT_TRUE(has(table, "98 of 100 trials (98.0%)")) << table;
  EXPECT_TRUE(has(table, "p50 290 ms, p90 350 ms")) << table;
  EXPECT_TRUE(has(table, "1.50 s")) << table;
  EXPECT_FALSE(has(table, "first token")) << table;
}

TEST(RunTable, SaysWhereNoPowerIsMeasured) {
  EXPECT_TRUE(has(run_table(make_outcome()), "not measured; see sightmark devices"));
}

TEST(RunTable, NamesTheScopeOfItsEnergy) {
  RunOutcome outcome = make_outcome();
  outcome.summary.power_scope = PowerScope::GpuBoard;
  outcome.summary.energy_j = 1500;
  outcome.summary.power_w = 50;
  outcome.meta.idle_power_scope = PowerScope::GpuBoard;
  outcome.meta.idle_power_w = 12.5;
  EXPECT_TRUE(
      has(run_table(outcome), "1,500.0 J, 50.00 W on average, of the GPU board (idle: 12.50 W)"))
      << run_table(outcome);
}

}  // namespace
}  // namespace sightmark
