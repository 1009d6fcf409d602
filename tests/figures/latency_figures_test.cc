#include <gtest/gtest.h>

#include "figures/figure_study.h"

namespace sightmark {
namespace {

using Points = std::vector<std::pair<double, double>>;

Points points_of(const ScatterLine& line) {
  Points points;
  for (const LinePoint& point : line.points) points.emplace_back(point.x, point.y);
  return points;
}

TEST(LatencyEcdf, HasAPanelForEachModelAndALineForEachSetup) {
  const Chart chart = chart_of(small_study(), "latency_ecdf");
  const auto& panels = std::get<Panels>(chart.body).panels;
  ASSERT_EQ(panels.size(), 2u);
  EXPECT_EQ(panels[0].title, "Heron");
  const Scatter& lynx = std::get<Scatter>(panels[1].plot);
  ASSERT_EQ(lynx.lines.size(), 2u);  // Alder in both precisions
  EXPECT_EQ(points_of(lynx.lines[0]), (Points{{900, 0}, {900, 50}, {1100, 100}}));
  EXPECT_TRUE(lynx.lines[0].is_stepped);
}

TEST(LatencyEcdf, PoolsRepeatedRunsOverAllTasks) {
  const RunMetrics run = with_task(make_run_metrics("Lynx", "Alder", "bf16"));
  StudySamples samples(2, {TaskSamples{.task = "a"}, TaskSamples{.task = "b"}});
  samples[0][0].latencies_ms = {300, 100};
  samples[0][1].latencies_ms = {200};
  samples[1][0].latencies_ms = {400};
  const Chart chart = chart_of({make_study({run, run}), samples, {}, {}}, "latency_ecdf");
  const Scatter& plot = std::get<Scatter>(std::get<Panels>(chart.body).panels.at(0).plot);
  EXPECT_EQ(points_of(plot.lines.at(0)),
            (Points{{100, 0}, {100, 25}, {200, 50}, {300, 75}, {400, 100}}));
}

TEST(LatencyEcdf, OfManyTrialsHasFewSteps) {
  StudySamples samples(1, {TaskSamples{.task = "a"}});
  for (int i = 1; i <= 1000; ++i) samples[0][0].latencies_ms.push_back(i);
  const RunMetrics run = with_task(make_run_metrics("Lynx", "Alder", "bf16"));
  const Chart chart = chart_of({make_study({run}), samples, {}, {}}, "latency_ecdf");
  const Scatter& plot = std::get<Scatter>(std::get<Panels>(chart.body).panels.at(0).plot);
  const auto& points = plot.lines.at(0).points;
  ASSERT_EQ(points.size(), 201u);
  for (std::size_t i = 1; i < points.size(); ++i) {  // each is true: that share took no longer
    EXPECT_DOUBLE_EQ(points[i].y, points[i].x / 10);
  }
  EXPECT_EQ(points.back().x, 1000);
}

TEST(TailScatter, ShowsWhatIsCertifiedWithTheDiagonal) {
  Study study = small_study();
  RunMetrics& run = study.runs[1];  // Lynx in fp16
  run.latency_ms->p90 = 2000;
  run.values["latency_p90"] = {2000, {}};
  run.values["latency_p99"] = {3000, {}};
  run.values["latency_p99_certified"] = {3100, {}};
  const Chart chart = chart_of(study, "latency_p90_p99");
  const Scatter& scatter = std::get<Scatter>(chart.body);
  ASSERT_EQ(scatter.points.size(), 1u);
  EXPECT_EQ(scatter.points[0].x, 2000);
  EXPECT_EQ(scatter.points[0].y, 3000);
  EXPECT_EQ(points_of(scatter.lines.at(0)), (Points{{2000, 2000}, {3000, 3000}}));
  EXPECT_TRUE(says(footnotes(chart), "Heron on Birch bf16; Lynx on Alder bf16"))
      << footnotes(chart);
}

TEST(FeasibilityMap, DistinguishesFailedAbsentAndCutOff) {
  std::vector<RunMetrics> runs = small_study().runs;
  set_successes(runs[0], 99, 100);
  runs.push_back(failed_run_metrics("Otter", "Birch", "bf16", 2500));
  runs.push_back(cut_off_run_metrics("Heron", "Alder", "fp16"));
  const Chart chart = chart_of(make_study(runs), "feasibility");
  const Heatmap& map = std::get<Heatmap>(chart.body);
  EXPECT_EQ(map.rows, (Names{"Heron", "Lynx", "Otter"}));
  EXPECT_EQ(map.columns, (Names{"Alder bf16", "Alder fp16", "Birch bf16"}));
  const auto none = std::nullopt;
  EXPECT_EQ(map.values,
            (std::vector<Values>{{none, none, 100}, {99, 100, none}, {none, none, none}}));
  ASSERT_EQ(map.marks.size(), 2u);
  EXPECT_EQ(map.marks[0].row, 0u);
  EXPECT_EQ(map.marks[0].column, 1u);
  EXPECT_EQ(map.marks[0].text, "cut off at 100");
  EXPECT_EQ(map.marks[1].row, 2u);
  EXPECT_EQ(map.marks[1].column, 2u);
  EXPECT_EQ(map.marks[1].text, "0 of 2,500");
  EXPECT_NE(map.marks[0].color, map.marks[1].color);
  EXPECT_EQ(map.decimal_count, 0);
}

TEST(FeasibilityMap, DoesNotRoundToAHundred) {
  Study study = small_study();
  set_successes(study.runs[0], 2499, 2500);
  EXPECT_EQ(std::get<Heatmap>(chart_of(study, "feasibility").body).decimal_count, 2);
}

}  // namespace
}  // namespace sightmark
