#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "figures/figure_study.h"

namespace sightmark {
namespace {

TEST(StudyFigures, AreAllDrawnWhereARunHasAllThereIs) {
  Study study = small_study();
  study.runs[1].values["load_time"] = Estimate{3, {}};
  study.runs[1].values["latency_p99"] = {1098, {}};
  study.runs[1].values["latency_p99_certified"] = {1100, {}};
  study.runs[0].memory_fit = MemoryFit{2048, 8192, MemoryKind::System};
  set_accuracy(study.runs[0], 80, 5);
  study.runs[0].values["ttft_mean"] = study.runs[0].values["decode_mean"] = {500, {}};
  for (RunMetrics& run : study.runs) {
    run.tasks.push_back(make_task_metrics("text", 900, 100));
  }
  Names all;
  for (const FigureDefinition& figure : figure_table()) all.push_back(figure.name);
  EXPECT_EQ(names_of(all_figures(study)), all);
}

TEST(FigureTable, GivesEachFigureASeparateNameAndAReasonForItsAbsence) {
  std::set<std::string> names;
  for (const FigureDefinition& figure : figure_table()) {
    EXPECT_TRUE(names.insert(figure.name).second) << figure.name;
    EXPECT_FALSE(figure.absence.empty()) << figure.name;
  }
}

TEST(FigureTable, IsInTheDocument) {
  std::ifstream file(SIGHTMARK_SOURCE_DIR "/docs/metrics.md");
  const std::string document{std::istreambuf_iterator<char>(file), {}};
  for (const FigureDefinition& figure : figure_table()) {
    EXPECT_TRUE(says(document, "\n| " + figure.name + " |")) << figure.name;
  }
}

TEST(StudyFigures, AreLeftOutWithoutThese) {
  const Names names = names_of(all_figures(small_study()));
  for (const char* absent : {"plot_16_load_time", "accuracy_by_task", "latency_p90_p99",
                             "request_time_split", "task_mix", "memory_fit"}) {
    EXPECT_EQ(std::count(names.begin(), names.end(), absent), 0) << absent;
  }
}

TEST(StudyFigures, AreNotDrawnOfWhatNoRunHas) {
  RunMetrics run = with_task(make_run_metrics("Lynx", "Alder", "bf16"));
  run.values.erase("tps_per_watt");
  run.values.erase("joules_per_token");
  for (const std::string& name : names_of(all_figures(make_study({run})))) {
    EXPECT_NE(name, "plot_14_tokens_per_sec_per_watt");
    EXPECT_NE(name, "plot_15_joules_per_token");
    EXPECT_NE(name, "device_comparison_efficiency");
    EXPECT_NE(name, "precision_comparison_fp16_vs_bf16");  // there is no pair
    EXPECT_FALSE(name.starts_with("accuracy_")) << name;
  }
}

TEST(StudyFigures, OfFailedRunsAreTheSuccessRatesAndWhatRunsWhere) {
  EXPECT_EQ(names_of(all_figures(make_study({failed_run_metrics("Lynx", "Alder", "bf16", 9)}))),
            (Names{"quality_success_rates", "feasibility"}));
  EXPECT_TRUE(all_figures(make_study({})).empty());
}

TEST(StudyFigures, HaveTitlesAndSayHowTheyWereComputed) {
  for (const Figure& figure : all_figures(small_study())) {
    EXPECT_FALSE(figure.chart.title.empty()) << figure.name;
    EXPECT_FALSE(figure.chart.subtitle.empty()) << figure.name;
  }
}

TEST(MetricBars, LeaveAGapWhereNothingWasMeasuredAndNameIt) {
  const Chart chart = chart_of(small_study(), "plot_12_tokens_per_second");
  const Bars& bars = std::get<Bars>(chart.body);
  EXPECT_EQ(bars.categories, (Names{"Heron", "Lynx"}));
  ASSERT_EQ(bars.series.size(), 3u);  // Alder bf16, Alder fp16, Birch bf16
  EXPECT_EQ(bars.series[0].name, "Alder bf16");
  EXPECT_EQ(bars.series[0].values, (Values{std::nullopt, 30}));
  EXPECT_EQ(bars.series[2].values, (Values{30, std::nullopt}));
  EXPECT_TRUE(says(footnotes(chart), "Heron on Alder bf16, Alder fp16")) << footnotes(chart);
  EXPECT_TRUE(says(footnotes(chart), "Lynx on Birch bf16")) << footnotes(chart);
}

TEST(MetricBars, HaveNoFootnoteWhereThereIsNoGap) {
  const Study study = make_study({with_task(make_run_metrics("Lynx", "Alder", "bf16"))});
  EXPECT_TRUE(chart_of(study, "plot_12_tokens_per_second").footnotes.empty());
}

TEST(MetricBars, MeanRepeatedRuns) {
  RunMetrics first = make_run_metrics("Lynx", "Alder", "bf16"), second = first;
  second.values["tokens_per_sec"] = Estimate{50, {}};
  const Chart chart = chart_of(make_study({first, second}), "plot_12_tokens_per_second");
  EXPECT_EQ(std::get<Bars>(chart.body).series.at(0).values, Values{40});
}

TEST(MetricBars, SayWhichRunsFailedOrWereCutOff) {
  std::vector<RunMetrics> runs = small_study().runs;
  runs.push_back(failed_run_metrics("Heron", "Alder", "bf16", 9));
  runs.push_back(cut_off_run_metrics("Otter", "Alder", "bf16"));
  const std::string notes = footnotes(chart_of(make_study(runs), "plot_12_tokens_per_second"));
  EXPECT_TRUE(says(notes, "Failed in every trial: Heron on Alder bf16")) << notes;
  EXPECT_TRUE(says(notes, "Otter on Alder bf16")) << notes;
  EXPECT_FALSE(says(notes, "Not measured: Heron on Alder bf16")) << notes;
}

TEST(ConfigurationBars, HoldOneBarARow) {
  const Chart chart = chart_of(small_study(), "combined_device_precision_comparison");
  const Bars& bars = std::get<Bars>(chart.body);
  EXPECT_TRUE(bars.is_horizontal);
  ASSERT_EQ(bars.categories.size(), 3u);
  for (std::size_t row = 0; row < bars.categories.size(); ++row) {
    int bar_count = 0;
    for (const BarSeries& series : bars.series) bar_count += series.values.at(row).has_value();
    EXPECT_EQ(bar_count, 1) << bars.categories[row];
  }
}

TEST(Heatmap, HasAGapForEachPairThatWasNotMeasured) {
  const Chart chart = chart_of(small_study(), "device_comparison_tokens_per_sec");
  const Heatmap& map = std::get<Heatmap>(chart.body);
  EXPECT_EQ(map.rows, (Names{"Heron", "Lynx"}));
  EXPECT_EQ(map.columns, (Names{"Alder", "Birch"}));
  EXPECT_EQ(map.values, (std::vector<Values>{{std::nullopt, 30}, {30, std::nullopt}}));
  EXPECT_TRUE(says(footnotes(chart), "Heron on Alder")) << footnotes(chart);
  EXPECT_TRUE(says(footnotes(chart), "Lynx on Birch")) << footnotes(chart);
}

TEST(PrecisionPanels, HoldOnlyPairsAndNameTheRest) {
  const Chart chart = chart_of(small_study(), "precision_comparison_fp16_vs_bf16");
  const auto& panels = std::get<Panels>(chart.body).panels;
  ASSERT_EQ(panels.size(), 4u);
  for (const Panel& panel : panels) {
    const Bars& bars = std::get<Bars>(panel.plot);
    EXPECT_EQ(bars.categories, Names{"Lynx"}) << panel.title;
    EXPECT_EQ(bars.series.size(), 2u) << panel.title;
  }
  EXPECT_TRUE(says(footnotes(chart), "Heron")) << footnotes(chart);
}

TEST(PrecisionForest, HasARowForEachPairAndTheIntervalsOfItsChanges) {
  const Chart chart = chart_of(small_study(), "precision_paired");
  const Forest& forest = std::get<Forest>(chart.body);
  EXPECT_EQ(forest.rows, Names{"Lynx · Alder"});
  ASSERT_EQ(forest.columns.size(), 4u);
  EXPECT_EQ(forest.columns[0].title, "Mean latency");
  ASSERT_TRUE(forest.columns[0].points.at(0));
  EXPECT_NEAR(forest.columns[0].points[0]->change, 10, 1e-9);
  EXPECT_NEAR(forest.columns[0].points[0]->interval->low, 10, 1e-9);
  EXPECT_TRUE(chart.footnotes.empty());
}

TEST(PrecisionForest, LeavesOutWhatMayNotBeCompared) {
  Study study = small_study();
  study.runs[0].conditions.power_scope = PowerScope::GpuRail;  // of Lynx, the other's is the board
  const Chart chart = chart_of(study, "precision_paired");
  ASSERT_EQ(std::get<Forest>(chart.body).columns.size(), 3u);  // without energy
}

TEST(PowerPanels, ShadeTheRequestsBehindTheLine) {
  const Chart chart = chart_of(small_study(), "power_over_time");
  const auto& panels = std::get<Panels>(chart.body).panels;
  ASSERT_EQ(panels.size(), 1u);
  EXPECT_EQ(panels[0].title, "Lynx · Alder bf16");
  const Scatter& plot = std::get<Scatter>(panels[0].plot);
  ASSERT_EQ(plot.lines.size(), 1u);
  EXPECT_EQ(plot.lines[0].points.size(), 3u);
  EXPECT_EQ(plot.lines[0].label, "");  // one needs none
  ASSERT_EQ(plot.bands.size(), 2u);
  EXPECT_EQ(plot.bands[1].high, 1.8);
}

TEST(MemoryFit, DistinguishesPeaksByTheirKind) {
  Study study = small_study();
  study.runs[0].memory_fit = MemoryFit{2048, 8192, MemoryKind::System};
  study.runs[2].memory_fit = MemoryFit{1024, 4096, MemoryKind::GpuProcess};
  const Chart chart = chart_of(study, "memory_fit");
  const Bars& bars = std::get<Bars>(chart.body);
  EXPECT_EQ(bars.categories, (Names{"Heron · Birch bf16", "Lynx · Alder bf16"}));
  ASSERT_EQ(bars.series.size(), 2u);
  EXPECT_EQ(bars.series[0].values, (Values{25, std::nullopt}));
  EXPECT_EQ(bars.series[1].values, (Values{std::nullopt, 25}));
  EXPECT_EQ(bars.series[1].labels.at(1), "2.0 of 8.0 GB");
  EXPECT_EQ(footnotes(chart), "Not recorded: Lynx · Alder fp16.\n");
}

TEST(SuccessBars, ShowAWhollyFailedRunAsNoneOfAll) {
  std::vector<RunMetrics> runs = small_study().runs;
  runs.push_back(failed_run_metrics("Otter", "Birch", "fp16", 2500));
  const Chart chart = chart_of(make_study(runs), "quality_success_rates");
  const Bars& bars = std::get<Bars>(chart.body);
  EXPECT_EQ(bars.categories, (Names{"Heron", "Lynx", "Otter"}));
  const BarSeries& series = bars.series.back();
  EXPECT_EQ(series.name, "Birch fp16");
  EXPECT_EQ(series.values, (Values{std::nullopt, std::nullopt, 0}));
  EXPECT_EQ(series.labels.at(2), "0 of 2,500");
  EXPECT_EQ(bars.value_max, 105);
  EXPECT_EQ(bars.reference_line, 100);
}

TEST(LatencyBoxes, AreOneAConfiguration) {
  const Chart chart = chart_of(small_study(), "speed_latency_distributions");
  const Boxes& boxes = std::get<Boxes>(chart.body);
  ASSERT_EQ(boxes.boxes.size(), 3u);
  EXPECT_EQ(boxes.boxes[0].low, 900);
  EXPECT_EQ(boxes.boxes[0].q1, 950);  // between 900 and 1,100
  EXPECT_EQ(boxes.boxes[0].median, 1000);
  EXPECT_EQ(boxes.boxes[0].high, 1100);
}

TEST(TaskBoxes, PoolCompleteRuns) {
  std::vector<RunMetrics> runs = small_study().runs;
  runs.push_back(with_task(cut_off_run_metrics("Otter", "Alder", "bf16")));
  const Chart chart = chart_of(make_study(runs), "speed_by_task_type");
  ASSERT_EQ(std::get<Boxes>(chart.body).boxes.size(), 1u);
  EXPECT_TRUE(says(chart.subtitle, "6 ")) << chart.subtitle;  // two of each complete run
}

// Lynx on Alder in both precisions, 80% and 90% right; of Heron no truth is known.
Study scored_study() {
  Study study = small_study();
  for (RunMetrics& run : study.runs) {
    if (run.model == "Lynx") set_accuracy(run, run.dtype == "bf16" ? 80 : 90, 5);
  }
  return study;
}

TEST(AccuracyPanels, AreOneForAllTasksAndOneForEach) {
  const Chart chart = chart_of(scored_study(), "accuracy_by_task");
  const auto& panels = std::get<Panels>(chart.body).panels;
  ASSERT_EQ(panels.size(), 2u);
  EXPECT_EQ(panels[0].title, "All tasks");
  EXPECT_EQ(panels[1].title, "brief");
  const Bars& bars = std::get<Bars>(panels[0].plot);
  const BarSeries& series = bars.series.at(0);  // Alder bf16
  EXPECT_EQ(series.values, (Values{std::nullopt, 80}));
  ASSERT_TRUE(series.error_bars.at(1));
  EXPECT_DOUBLE_EQ(series.error_bars[1]->low, 75);
  EXPECT_DOUBLE_EQ(series.error_bars[1]->high, 85);
  EXPECT_FALSE(series.error_bars[0]);
  EXPECT_EQ(bars.value_max, 100);
  EXPECT_TRUE(says(footnotes(chart), "Heron on")) << footnotes(chart);
}

TEST(AccuracyScatter, HasIntervalsAndNamesWhatIsMissing) {
  Study study = scored_study();
  const Chart chart = chart_of(study, "accuracy_vs_latency");
  const Scatter& scatter = std::get<Scatter>(chart.body);
  ASSERT_EQ(scatter.points.size(), 2u);
  EXPECT_EQ(scatter.points[1].y, 90);
  ASSERT_TRUE(scatter.points[1].y_error);
  EXPECT_DOUBLE_EQ(scatter.points[1].y_error->high, 95);
  EXPECT_EQ(footnotes(chart), "Not shown, without accuracy: Heron on Birch bf16.\n");
}

TEST(AccuracyScatter, OfEnergyNamesWhatPowerCovers) {
  Study study = scored_study();
  for (RunMetrics& run : study.runs) {
    if (run.dtype == "fp16") run.values.erase("energy_per_inference");
  }
  const Chart chart = chart_of(study, "accuracy_vs_energy");
  const auto& points = std::get<Scatter>(chart.body).points;
  ASSERT_EQ(points.size(), 1u);
  EXPECT_EQ(points[0].x, 15);  // J: 1,500 over 100 trials
  EXPECT_TRUE(says(footnotes(chart), "Alder: the GPU board")) << footnotes(chart);
  EXPECT_TRUE(says(footnotes(chart), "without energy per inference: Lynx on Alder fp16"))
      << footnotes(chart);
}

TEST(TradeoffScatter, HasAPointForEachConfiguration) {
  const Chart chart = chart_of(small_study(), "speed_vs_quality_tradeoff");
  const Scatter& scatter = std::get<Scatter>(chart.body);
  ASSERT_EQ(scatter.points.size(), 3u);
  EXPECT_EQ(scatter.points[0].label, "Heron");
  EXPECT_EQ(scatter.points[0].x, 1000);
  EXPECT_EQ(scatter.points[0].y, 200);
  EXPECT_NE(scatter.points[0].symbol, scatter.points[1].symbol);  // Birch and Alder
}

}  // namespace
}  // namespace sightmark
