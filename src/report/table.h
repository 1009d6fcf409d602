#pragma once

#include <optional>
#include <string>

#include "metric/cost.h"
#include "study/study.h"

// The study's tables as CSV, a header line first. Unknown is an empty field. Columns and units:
// docs/metrics.md.
namespace sightmark {

// runs.csv: the primary metrics with their intervals, a row for each run that could be read.
// The price is that of electricity; without it the cost is unknown.
std::string runs_csv(const Study& study, const std::optional<Price>& price = std::nullopt);

// vision_model_metrics.csv: the reference's performance table, a row for each complete run.
std::string performance_csv(const Study& study);

// speed_quality_metrics.csv: a row for each complete or wholly failed run.
std::string speed_quality_csv(const Study& study);

// task_metrics.csv: a row for each task of each complete or wholly failed run.
std::string task_csv(const Study& study);

// accuracy_metrics.csv: a row for each complete or wholly failed run whose images' truth is known,
// and for each of its tasks.
std::string accuracy_csv(const Study& study);

// benchmark_results.tex: a LaTeX table (booktabs), a row for each model x device x dtype, dashes
// where nothing was measured.
std::string results_latex(const Study& study);

// benchmark_summary_report.txt: the reference's report of the performance table.
std::string performance_text(const Study& study);

// caption_quality_speed_report.txt: the reference's report of speed and answer length.
std::string caption_text(const Study& study);

}  // namespace sightmark
