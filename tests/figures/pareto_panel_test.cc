#include <gtest/gtest.h>

#include "figures/figure_study.h"

namespace sightmark {
namespace {

RunMetrics run_of(const std::string& model, double latency_ms, double energy_j, PowerScope scope) {
  RunMetrics run = make_run_metrics(model, "Alder", "bf16");
  set_latency(run, spread(latency_ms));
  run.values["energy_per_inference"] = Estimate{energy_j, Interval{energy_j - 1, energy_j + 2}};
  run.conditions.power_scope = scope;
  return run;
}

TEST(ParetoPanels, NeverMixPartsOfADevice) {
  const Chart chart = chart_of(make_study({run_of("Asp", 1000, 30, PowerScope::GpuBoard),
                                           run_of("Bee", 2000, 20, PowerScope::GpuBoard),
                                           run_of("Cat", 3000, 25, PowerScope::GpuBoard),
                                           run_of("Dog", 500, 5, PowerScope::GpuRail),
                                           run_of("Eel", 600, 6, PowerScope::GpuRail),
                                           run_of("Elk", 100, 1, PowerScope::Unknown)}),
                               "latency_energy_pareto");
  const auto& panels = std::get<Panels>(chart.body).panels;
  ASSERT_EQ(panels.size(), 2u);
  EXPECT_EQ(panels[0].title, "Power over the GPU board");
  const Scatter& board = std::get<Scatter>(panels[0].plot);
  ASSERT_EQ(board.points.size(), 3u);
  EXPECT_EQ(board.points[2].label, "Cat");
  EXPECT_EQ(board.points[2].x, 3000);
  EXPECT_EQ(board.points[2].y, 25);
  EXPECT_EQ(board.points[2].y_error->high, 27);
  const auto& front = board.lines.at(0).points;  // without Cat, which Bee beats
  ASSERT_EQ(front.size(), 4u);
  EXPECT_EQ(front[0].x, 1000);
  EXPECT_EQ(front[0].y, 30);
  EXPECT_EQ(front[1].x, 1000);
  EXPECT_EQ(front[1].y, 30);
  EXPECT_EQ(front[2].x, 2000);
  EXPECT_EQ(front[2].y, 20);
  EXPECT_EQ(front[3].x, 3000);
  EXPECT_EQ(front[3].y, 20);
  EXPECT_EQ(std::get<Scatter>(panels[1].plot).points.size(), 2u);
  EXPECT_TRUE(says(footnotes(chart), "On no front")) << footnotes(chart);
  EXPECT_TRUE(says(footnotes(chart), "Elk on Alder bf16")) << footnotes(chart);
}

TEST(ParetoPanels, AreNotDrawnOfOneConfigurationThatNothingMayBeComparedWith) {
  RunMetrics cut = run_of("Cat", 500, 5, PowerScope::GpuBoard);
  cut.conditions.max_new_tokens = 80;
  cut.device = "Birch";
  std::vector<RunMetrics> runs = {run_of("Asp", 1000, 30, PowerScope::GpuBoard),
                                  run_of("Bee", 2000, 20, PowerScope::GpuBoard), cut};
  const Chart chart = chart_of(make_study(runs), "latency_energy_pareto");
  const auto& panels = std::get<Panels>(chart.body).panels;
  ASSERT_EQ(panels.size(), 1u);
  EXPECT_EQ(std::get<Scatter>(panels[0].plot).legend.size(), 1u);
  EXPECT_TRUE(says(footnotes(chart),
                   "Cat on Birch bf16 (with at most 80 tokens per answer, over the GPU board)"))
      << footnotes(chart);
  runs.erase(runs.begin());  // Now each is alone.
  const Chart lone = chart_of(make_study(runs), "latency_energy_pareto");
  EXPECT_EQ(std::get<Panels>(lone.body).panels.size(), 2u);
  EXPECT_FALSE(says(footnotes(lone), "On no front")) << footnotes(lone);
}

TEST(ParetoPanels, MentionIntervalsOnlyWhereThereAreSome) {
  RunMetrics run = run_of("Asp", 1000, 30, PowerScope::GpuBoard);
  EXPECT_TRUE(says(chart_of(make_study({run}), "latency_energy_pareto").subtitle, "intervals"));
  run.values["energy_per_inference"].interval.reset();
  EXPECT_FALSE(says(chart_of(make_study({run}), "latency_energy_pareto").subtitle, "intervals"));
}

TEST(ParetoPanels, AreNotDrawnWithoutAKnownPart) {
  const auto names =
      names_of(all_figures(make_study({run_of("Elk", 100, 1, PowerScope::Unknown)})));
  for (const std::string& name : names) EXPECT_NE(name, "latency_energy_pareto");
}

}  // namespace
}  // namespace sightmark
