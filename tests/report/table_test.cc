#include "report/table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// The cells of a CSV text that has no quoted cell.
Rows cells_of(const std::string& csv) {
  Rows rows;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    rows.emplace_back();
    std::istringstream cells(line + ',');
    for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

// The cell of a row below the header's `name`.
std::string cell(const Rows& rows, std::size_t row, const std::string& name) {
  const auto column = std::find(rows.at(0).begin(), rows.at(0).end(), name);
  if (column == rows[0].end()) return "no column " + name;
  return rows.at(row).at(static_cast<std::size_t>(column - rows[0].begin()));
}

Study small_study() {
  RunMetrics lynx = make_run_metrics("Lynx", "Alder", "bf16");
  lynx.values["load_time"] = Estimate{3.5, {}};
  lynx.tasks = {make_task_metrics("brief", 800, 150)};
  RunMetrics heron = make_run_metrics("Heron", "Birch", "fp16");
  heron.values["tokens_per_sec"] = Estimate{1.0 / 3, {}};
  heron.totals.power_w.reset();
  heron.totals.energy_j.reset();
  return make_study({lynx, heron, failed_run_metrics("Otter", "Cedar", "fp16", 40),
                     cut_off_run_metrics("Lynx", "Cedar", "fp16")});
}

TEST(PerformanceCsv, HasTheReferencesColumns) {
  EXPECT_EQ(performance_csv(make_study({})),
            "run_dir,model_key,model_name,model_id,device,dtype,total_tokens,prompt_tokens,"
            "response_tokens,tokens_per_sec,avg_ram_gb,avg_power_watts,tps_per_watt,"
            "joules_per_token,total_energy_joules,latency_ms_mean,duration_seconds,"
            "load_time_seconds,num_images\n");
}

TEST(PerformanceCsv, HasARowForEachCompleteRun) {
  const Rows rows = cells_of(performance_csv(small_study()));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[1],
            (std::vector<std::string>{"Alder/Lynx/bf16", "Lynx_key", "Lynx", "acme/Lynx", "Alder",
                                      "bf16", "3000", "1000", "2000", "30", "8", "20", "1.5", "0.5",
                                      "1500", "1000", "100", "3.5", "100"}));
}

TEST(PerformanceCsv, LeavesUnknownCellsEmptyAndKeepsFullPrecision) {
  const Rows rows = cells_of(performance_csv(small_study()));
  EXPECT_EQ(cell(rows, 2, "avg_power_watts"), "");
  EXPECT_EQ(cell(rows, 2, "total_energy_joules"), "");
  EXPECT_EQ(cell(rows, 2, "load_time_seconds"), "");
  EXPECT_EQ(std::stod(cell(rows, 2, "tokens_per_sec")), 1.0 / 3);
}

TEST(SpeedQualityCsv, HasRowsForCompleteAndFailedRuns) {
  const Rows rows = cells_of(speed_quality_csv(small_study()));
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(cell(rows, 1, "status"), "complete");
  EXPECT_EQ(cell(rows, 1, "latency_ms_mean"), "1000");
  EXPECT_EQ(cell(rows, 1, "latency_ms_sd"), "100");
  EXPECT_EQ(cell(rows, 1, "latency_cv_percent"), "10");
  EXPECT_EQ(cell(rows, 1, "answer_length_mean"), "200");
  EXPECT_EQ(cell(rows, 1, "success_percent"), "100");
  EXPECT_EQ(cell(rows, 1, "balance_score"), "0.5");  // slowest and longest of all
  EXPECT_EQ(cell(rows, 3, "status"), "failed");
  EXPECT_EQ(cell(rows, 3, "trials"), "40");
  EXPECT_EQ(cell(rows, 3, "success_percent"), "0");
  EXPECT_EQ(cell(rows, 3, "latency_ms_mean"), "");
  EXPECT_EQ(cell(rows, 3, "balance_score"), "");
}

TEST(SpeedQualityCsv, HasAsManyCellsInEachRow) {
  for (const auto& table : {speed_quality_csv(small_study()), task_csv(small_study()),
                            performance_csv(small_study())}) {
    const Rows rows = cells_of(table);
    for (const auto& row : rows) EXPECT_EQ(row.size(), rows[0].size()) << row[0];
  }
}

TEST(TaskCsv, HasARowForEachTask) {
  const Rows rows = cells_of(task_csv(small_study()));
  ASSERT_EQ(rows.size(), 2u);  // only one run has a task
  EXPECT_EQ(cell(rows, 1, "run_dir"), "Alder/Lynx/bf16");
  EXPECT_EQ(cell(rows, 1, "task"), "brief");
  EXPECT_EQ(cell(rows, 1, "trials"), "20");
  EXPECT_EQ(cell(rows, 1, "latency_ms_mean"), "800");
  EXPECT_EQ(cell(rows, 1, "answer_length_mean"), "150");
}

TEST(AccuracyCsv, HasARowForTheRunAndForEachTask) {
  RunMetrics lynx = make_run_metrics("Lynx", "Alder", "bf16");
  set_accuracy(lynx, 80, 5);
  lynx.accuracy->tasks[0].accuracy.objects_found->interval.reset();
  const Rows rows =
      cells_of(accuracy_csv(make_study({lynx, make_run_metrics("Heron", "Birch", "fp16")})));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(cell(rows, 1, "level"), "run");
  EXPECT_EQ(cell(rows, 1, "task"), "");
  EXPECT_EQ(cell(rows, 2, "level"), "task");
  EXPECT_EQ(cell(rows, 2, "task"), "brief");
  EXPECT_EQ(cell(rows, 1, "images"), "50");
  EXPECT_EQ(cell(rows, 1, "accuracy_percent"), "80");
  EXPECT_EQ(cell(rows, 1, "accuracy_low"), "75");
  EXPECT_EQ(cell(rows, 1, "accuracy_points"), "100");
  EXPECT_EQ(cell(rows, 1, "setting_right_percent"), "");
  EXPECT_EQ(cell(rows, 2, "objects_found_percent"), "80");
  EXPECT_EQ(cell(rows, 2, "objects_found_low"), "");
}

// The lines of the table's body.
std::vector<std::string> latex_rows(const Study& study) {
  std::istringstream lines(results_latex(study));
  std::vector<std::string> rows;
  bool is_body = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("\\bottomrule") != std::string::npos) is_body = false;
    if (is_body) rows.push_back(line.substr(line.find_first_not_of(' ')));
    if (line.find("\\midrule") != std::string::npos) is_body = true;
  }
  return rows;
}

TEST(ResultsLatex, HasARowForEachModelDeviceAndDtypeAndDashesForNone) {
  const auto rows = latex_rows(small_study());
  ASSERT_EQ(rows.size(), 8u);  // 2 models x 2 devices x 2 dtypes; Cedar has no complete run
  EXPECT_EQ(rows[0], "Heron & Alder & bf16 & -- & -- & -- & -- & -- & -- & -- & -- \\\\");
  EXPECT_EQ(rows[4],
            "Lynx & Alder & bf16 & 1,000 & 1.00 & 8.0 & 20.0 & 30.0 & 1.50 & 0.500 & 3,000 \\\\");
  EXPECT_EQ(rows[3],
            "Heron & Birch & fp16 & 1,000 & 1.00 & 8.0 & -- & 0.3 & 1.50 & 0.500 & 3,000 \\\\");
}

TEST(ResultsLatex, MeansRepeatedRuns) {
  RunMetrics first = make_run_metrics("Lynx", "Alder", "bf16"), second = first;
  second.values["avg_ram_gb"] = Estimate{10, {}};
  EXPECT_NE(latex_rows(make_study({first, second})).at(0).find(" & 9.0 & "), std::string::npos);
}

TEST(ResultsLatex, IsATableOfBooktabs) {
  const std::string table = results_latex(make_study({}));
  for (const char* part : {"\\begin{table}", "\\toprule", "\\midrule", "\\bottomrule",
                           "\\end{tabular}", "\\end{table}", "booktabs"}) {
    EXPECT_NE(table.find(part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace sightmark
