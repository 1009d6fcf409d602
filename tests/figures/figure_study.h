#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "fakes/fake_run.h"
#include "figures/figure.h"

// Small studies and what is asked of their figures.
namespace sightmark {

using Names = std::vector<std::string>;
using Values = std::vector<std::optional<double>>;

// What the samples of make_run_metrics may have looked like, for each run.
inline StudySamples samples_of(const Study& study) {
  StudySamples samples;
  for (const RunMetrics& run : study.runs) {
    TaskSamples task{.task = "brief"};
    if (run.status != RunStatus::Failed) {
      task.latencies_ms = {900, 1100};
      task.answer_lengths = {180, 220};
      task.answer_times = {{180, 900}, {220, 1100}};
    }
    samples.push_back({task});
  }
  return samples;
}

inline RunMetrics with_task(RunMetrics run) {
  run.tasks = {make_task_metrics("brief", 1000, 200)};
  return run;
}

// Lynx in both precisions on Alder; Heron in bf16 on Birch alone.
inline Study small_study() {
  return make_study({with_task(make_run_metrics("Lynx", "Alder", "bf16")),
                     with_task(make_run_metrics("Lynx", "Alder", "fp16")),
                     with_task(make_run_metrics("Heron", "Birch", "bf16"))});
}

inline PowerTrace make_power_trace() {
  return {.scope = PowerScope::GpuBoard,
          .series = {{"nvml", "GPU 0", {{-1, 20}, {0.5, 60}, {2, 22}}}},
          .requests = {{0, 1}, {1, 1.8}}};
}

// Of the first run alone.
inline PowerTraces traces_of(const Study& study) {
  PowerTraces traces(study.runs.size());
  if (!study.runs.empty()) traces[0] = make_power_trace();
  return traces;
}

// Of trials that take a tenth longer in bf16.
inline std::vector<PrecisionComparison> precisions_of(const Study& study) {
  const TrialTable fp16 = make_trial_table(1), bf16 = make_trial_table(1.1);
  std::vector<PrecisionComparison> precisions;
  for (const PrecisionRuns& runs : runs_in_both_precisions(study)) {
    precisions.push_back({runs, comparison({*runs.fp16, fp16}, {*runs.bf16, bf16})});
  }
  return precisions;
}

struct Figure {
  std::string name;
  Chart chart;
};

// Those of the table that are drawn of the data.
inline std::vector<Figure> drawn_figures(const FigureData& data) {
  std::vector<Figure> figures;
  for (const FigureDefinition& figure : figure_table()) {
    if (auto chart = figure.draw(data)) figures.push_back({figure.name, std::move(*chart)});
  }
  return figures;
}

inline std::vector<Figure> all_figures(const Study& study) {
  return drawn_figures({study, samples_of(study), traces_of(study), precisions_of(study)});
}

inline Names names_of(const std::vector<Figure>& figures) {
  Names names;
  for (const Figure& figure : figures) names.push_back(figure.name);
  return names;
}

inline Chart chart_of(const FigureData& data, const std::string& name) {
  for (const FigureDefinition& figure : figure_table()) {
    if (figure.name != name) continue;
    if (auto chart = figure.draw(data)) return std::move(*chart);
  }
  ADD_FAILURE() << "no figure " << name;
  return {};
}

inline Chart chart_of(const Study& study, const std::string& name) {
  return chart_of({study, samples_of(study), traces_of(study), precisions_of(study)}, name);
}

inline std::string footnotes(const Chart& chart) {
  std::string text;
  for (const std::string& note : chart.footnotes) text += note + '\n';
  return text;
}

inline bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace sightmark
