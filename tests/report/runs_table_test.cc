#include <gtest/gtest.h>

#include "fakes/fake_run.h"
#include "fakes/parsed_csv.h"
#include "report/table.h"

namespace sightmark {
namespace {

using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(const Study& study) { return csv_rows(runs_csv(study)); }

RunMetrics measured_run() {
  RunMetrics run = make_run_metrics("Lynx", "Alder", "bf16");
  run.values["generated_tokens_per_s"] = Estimate{20.5, Interval{19, 21}};
  run.values["latency_mean"] = {1000, {}};
  run.values["latency_p90"] = {1500, Interval{1400, 1600}};
  run.values["latency_p90_certified"] = {1650, {}};
  run.values["latency_p99"] = {2000, {}};
  run.conditions.power_scope = PowerScope::GpuRail;
  run.memory_kind = MemoryKind::EngineProcess;
  run.values["memory"] = {700.5, {}};
  return run;
}

TEST(RunsCsv, HasARowForEachRunWhateverBecameOfIt) {
  const auto rows =
      rows_of(make_study({measured_run(), failed_run_metrics("Otter", "Cedar", "fp16", 40),
                          cut_off_run_metrics("Lynx", "Cedar", "fp16")}));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].at("status"), "complete");
  EXPECT_EQ(rows[1].at("status"), "failed");
  EXPECT_EQ(rows[1].at("trials"), "40");
  EXPECT_EQ(rows[1].at("generated_tokens_per_s"), "");
  EXPECT_EQ(rows[2].at("status"), "cut_off");
}

TEST(RunsCsv, HasTheIntervalBesideTheNumber) {
  const Row row = rows_of(make_study({measured_run()})).at(0);
  EXPECT_EQ(row.at("generated_tokens_per_s"), "20.5");
  EXPECT_EQ(row.at("generated_tokens_per_s_low"), "19");
  EXPECT_EQ(row.at("generated_tokens_per_s_high"), "21");
  EXPECT_EQ(row.at("latency_p90_ms"), "1500");
  EXPECT_EQ(row.at("latency_p90_ms_low"), "1400");
  EXPECT_EQ(row.at("latency_p90_certified_ms"), "1650");
  EXPECT_EQ(row.at("latency_p99_ms"), "2000");
  EXPECT_EQ(row.at("latency_p99_certified_ms"), "");  // too few trials say so
  EXPECT_EQ(row.at("latency_mean_ms_low"), "");
}

TEST(RunsCsv, KnowsTheCostOfAnswersWhereThereIsAPrice) {
  const Study study = make_study({measured_run()});  // 15 J (14 to 16) an answer
  EXPECT_EQ(rows_of(study).at(0).at("cost_per_1000_answers"), "");
  const Row row = csv_rows(runs_csv(study, Price{0.48, "EUR"})).at(0);
  EXPECT_DOUBLE_EQ(std::stod(row.at("cost_per_1000_answers")), 0.002);
  EXPECT_DOUBLE_EQ(std::stod(row.at("cost_per_1000_answers_high")), 0.48 * 16000 / 3.6e6);
}

TEST(RunsCsv, NamesThePowerScopeAndTheKindOfMemory) {
  Row row = rows_of(make_study({measured_run()})).at(0);
  EXPECT_EQ(row.at("power_scope"), "gpu_rail");
  EXPECT_EQ(row.at("energy_per_inference_j_high"), "16");
  EXPECT_EQ(row.at("memory_kind"), "engine_process");
  EXPECT_EQ(row.at("memory_mb"), "700.5");
  RunMetrics without = measured_run();
  clear_energy(without);
  without.memory_kind.reset();
  row = rows_of(make_study({without})).at(0);
  EXPECT_EQ(row.at("power_scope"), "");
  EXPECT_EQ(row.at("memory_kind"), "");
}

TEST(RunsCsv, HasNoFormulaForASpreadsheet) {
  RunMetrics run = measured_run();
  run.model = "=cmd";
  EXPECT_EQ(rows_of(make_study({run})).at(0).at("model_name"), "'=cmd");
}

TEST(RunsCsv, HasAColumnForEachMetric) {
  const Row row = rows_of(make_study({measured_run()})).at(0);
  for (const Metric& metric : metrics()) {
    if (metric.is_reference) continue;
    EXPECT_TRUE(row.contains(metric.column)) << metric.key;
    EXPECT_EQ(row.contains(metric.column + "_low"), metric.has_interval) << metric.key;
  }
}

}  // namespace
}  // namespace sightmark
