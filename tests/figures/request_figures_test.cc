#include <gtest/gtest.h>

#include "figures/figure_study.h"

namespace sightmark {
namespace {

TEST(TokenSlope, ShowsThePromptsShare) {
  Study study = small_study();
  study.runs[2].totals.prompt_tokens = 0;  // Heron
  study.runs[1].values.erase("generated_tokens_per_s");
  const Chart chart = chart_of(study, "tokens_generated_and_total");
  const auto& items = std::get<Slope>(chart.body).items;
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].name, "Heron · Birch bf16");
  EXPECT_EQ(items[0].left, 30);
  EXPECT_EQ(items[0].left_part, 30);  // of 0 prompt and 2,000 generated tokens
  EXPECT_EQ(items[0].right, 20);
  EXPECT_EQ(items[1].name, "Lynx · Alder bf16");
  EXPECT_EQ(items[1].left, 30);
  EXPECT_DOUBLE_EQ(items[1].left_part, 20);  // of 1,000 and 2,000
  EXPECT_EQ(footnotes(chart), "Without one of the two: Lynx · Alder fp16.\n");
}

TEST(TokenSlope, HasRoomForSixty) {
  std::vector<RunMetrics> runs;
  for (int i = 0; i < 70; ++i) {
    runs.push_back(make_run_metrics("Model" + std::to_string(i), "Alder", "bf16"));
    runs.back().values["generated_tokens_per_s"] = Estimate{100.0 + i, {}};
  }
  const Chart chart = chart_of(make_study(runs), "tokens_generated_and_total");
  const auto& items = std::get<Slope>(chart.body).items;
  ASSERT_EQ(items.size(), 60u);
  EXPECT_EQ(items.back().right, 110);
  EXPECT_TRUE(says(footnotes(chart), "first 60 of 70")) << footnotes(chart);
}

TEST(TimeSplit, IsDrawnWhereTheFirstTextIsRecorded) {
  Study study = small_study();
  const Names names = names_of(all_figures(study));
  EXPECT_EQ(std::count(names.begin(), names.end(), "request_time_split"), 0);
  study.runs[0].values["ttft_mean"] = Estimate{300, {}};
  study.runs[0].values["decode_mean"] = Estimate{1700, {}};
  const Chart chart = chart_of(study, "request_time_split");
  const Bars& bars = std::get<Bars>(chart.body);
  EXPECT_TRUE(bars.is_stacked);
  EXPECT_EQ(bars.categories, Names{"Lynx · Alder bf16"});
  ASSERT_EQ(bars.series.size(), 2u);
  EXPECT_EQ(bars.series[0].values, Values{300});
  EXPECT_EQ(bars.series[1].values, Values{1700});
  EXPECT_EQ(bars.series[1].labels, Names{"300 + 1,700"});
  EXPECT_TRUE(says(footnotes(chart), "Lynx · Alder fp16")) << footnotes(chart);
}

TEST(LengthPanels, FitALineToEachConfiguration) {
  const Study study = small_study();
  StudySamples samples = samples_of(study);  // of Lynx on Alder in bf16 first
  samples[0][0].answer_times = {{100, 1200}, {200, 2200}, {300, 3200}, {400, 9000}, {500, 5200}};
  samples[1][0].answer_times = samples[2][0].answer_times = {};
  const Chart chart = chart_of({study, samples, {}, {}}, "latency_vs_answer_length");
  const auto& panels = std::get<Panels>(chart.body).panels;
  ASSERT_EQ(panels.size(), 1u);
  EXPECT_EQ(panels[0].title, "Lynx");
  const Scatter& plot = std::get<Scatter>(panels[0].plot);
  ASSERT_EQ(plot.points.size(), 5u);
  EXPECT_EQ(plot.points[3].x, 400);
  EXPECT_EQ(plot.points[3].y, 9000);
  EXPECT_TRUE(plot.points[3].label.empty());
  ASSERT_EQ(plot.lines.size(), 1u);  // 200 ms and 10 ms a character, whatever the fourth says
  ASSERT_EQ(plot.lines[0].points.size(), 2u);
  EXPECT_DOUBLE_EQ(plot.lines[0].points[0].x, 100);
  EXPECT_DOUBLE_EQ(plot.lines[0].points[0].y, 1200);
  EXPECT_DOUBLE_EQ(plot.lines[0].points[1].y, 5200);
  EXPECT_EQ(plot.lines[0].label, "10.0 ms/character");
  EXPECT_TRUE(says(chart.subtitle, "5 answers")) << chart.subtitle;
}

RunMetrics with_tasks(const std::string& model, double brief_ms, double text_ms, double count_ms) {
  RunMetrics run = make_run_metrics(model, "Alder", "bf16");
  run.tasks = {make_task_metrics("brief", brief_ms, 200), make_task_metrics("text", text_ms, 200),
               make_task_metrics("count", count_ms, 200)};
  return run;
}

TEST(TaskMix, GrowsTheTaskThatChangesTheRankingMost) {
  // Asp leads in all but text: by its share two pairs change places, by that of brief one.
  RunMetrics partly = with_tasks("Dog", 1, 1, 1);
  partly.tasks.pop_back();
  const Chart chart =
      chart_of(make_study({with_tasks("Asp", 100, 900, 300), with_tasks("Bee", 900, 300, 800),
                           with_tasks("Cat", 950, 400, 950), partly}),
               "task_mix");
  EXPECT_TRUE(says(chart.title, "text")) << chart.title;
  const auto& lines = std::get<Scatter>(chart.body).lines;
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].label, "Asp · Alder bf16");
  EXPECT_EQ(lines[0].points.front().x, 0);
  EXPECT_DOUBLE_EQ(lines[0].points.front().y, 200);  // of brief and count
  EXPECT_DOUBLE_EQ(lines[0].points[10].x, 50);
  EXPECT_DOUBLE_EQ(lines[0].points[10].y, 550);
  EXPECT_EQ(lines[0].points.back().x, 100);
  EXPECT_DOUBLE_EQ(lines[0].points.back().y, 900);
  EXPECT_TRUE(says(footnotes(chart), "text 2, brief 1, count 0")) << footnotes(chart);
  EXPECT_TRUE(
      says(footnotes(chart), "Not shown, since they did not run every task: Dog on Alder bf16"))
      << footnotes(chart);
}

TEST(TaskMix, NeedsTwoTasks) {
  const Names names = names_of(all_figures(small_study()));
  EXPECT_EQ(std::count(names.begin(), names.end(), "task_mix"), 0);
}

}  // namespace
}  // namespace sightmark
