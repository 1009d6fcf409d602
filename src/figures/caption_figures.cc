#include <fmt/format.h>

#include <algorithm>

#include "figures/feasibility_map.h"
#include "figures/figure.h"
#include "figures/latency_box.h"
#include "figures/latency_ecdf.h"
#include "figures/length_panel.h"
#include "figures/metric_bar.h"
#include "figures/metric_scatter.h"
#include "figures/precision_forest.h"
#include "figures/task_box.h"
#include "figures/task_mix.h"
#include "figures/time_split.h"
#include "study/power_coverage.h"
#include "study/ranking.h"

namespace sightmark {
namespace {

bool has(const Study& study, const Metric& metric) {
  return !ranked(complete_runs(study), metric).empty();
}

// Whether some configuration can be a point in a figure of both.
bool has_both(const Study& study, const Metric& x, const Metric& y) {
  const auto configurations = measured_configurations(study);
  return std::any_of(configurations.begin(), configurations.end(), [&](const auto& own) {
    return configuration_value(study, own, x) && configuration_value(study, own, y);
  });
}

void add_accuracy_figures(std::vector<Figure>& figures, const Study& study) {
  constexpr const char* kHow = "Accuracy over all tasks; lines: 95% intervals.";
  if (has(study, accuracy())) figures.push_back({"accuracy_by_task", accuracy_panels(study)});
  if (has_both(study, mean_latency(), accuracy())) {
    figures.push_back({"accuracy_vs_latency", metric_scatter(study, mean_latency(), accuracy(),
                                                             "Accuracy against latency", kHow)});
  }
  if (!has_both(study, energy_per_inference(), accuracy())) return;
  Chart chart =
      metric_scatter(study, energy_per_inference(), accuracy(), "Accuracy against energy", kHow);
  chart.footnotes.insert(
      chart.footnotes.begin(),
      fmt::format("Energy covers, by device: {}. Only energies of the same part are comparable.",
                  power_coverage(study)));
  figures.push_back({"accuracy_vs_energy", std::move(chart)});
}

}  // namespace

std::vector<std::string> caption_figure_names() {
  return {"speed_latency_distributions",
          "speed_latency_p90",
          "speed_latency_consistency",
          "speed_by_task_type",
          "quality_caption_lengths",
          "quality_caption_length_by_task",
          "quality_success_rates",
          "speed_vs_quality_tradeoff",
          "accuracy_by_task",
          "accuracy_vs_latency",
          "accuracy_vs_energy",
          "latency_ecdf",
          "latency_p90_p99",
          "feasibility",
          "request_time_split",
          "latency_vs_answer_length",
          "task_mix",
          "precision_paired"};
}

std::vector<Figure> caption_figures(const Study& study, const StudySamples& samples,
                                    const std::vector<PrecisionComparison>& precisions) {
  std::vector<Figure> figures;
  const bool has_latency = has(study, mean_latency()), has_length = has(study, answer_length());
  if (has_latency) {
    figures.push_back({"speed_latency_distributions", latency_boxes(study, samples)});
    figures.push_back(
        {"speed_latency_p90",
         metric_bars(study, latency_p90(), "90th percentile of latency", "Latency (ms)",
                     "Nine of ten successful trials take no longer.")});
    figures.push_back({"speed_latency_consistency",
                       metric_bars(study, latency_variation(), "Variation of latency",
                                   "Coefficient of variation (%)",
                                   "Standard deviation over mean of latency; lower is steadier.")});
    figures.push_back({"speed_by_task_type", task_boxes(study, samples, &TaskSamples::latencies_ms,
                                                        "Latency by task", "Latency (ms)")});
  }
  if (has_length) {
    figures.push_back({"quality_caption_lengths",
                       metric_bars(study, answer_length(), "Answer length", "Characters",
                                   "Unicode characters of successful answers; length is not "
                                   "correctness.")});
    figures.push_back(
        {"quality_caption_length_by_task", task_boxes(study, samples, &TaskSamples::answer_lengths,
                                                      "Answer length by task", "Characters")});
  }
  const bool has_ended_run =
      std::any_of(study.runs.begin(), study.runs.end(), [](const RunMetrics& run) {
        return run.status == RunStatus::Complete || run.status == RunStatus::Failed;
      });
  if (has_ended_run) figures.push_back({"quality_success_rates", success_bars(study)});
  if (has_latency && has_length) {
    figures.push_back(
        {"speed_vs_quality_tradeoff",
         metric_scatter(study, mean_latency(), answer_length(), "Latency against answer length",
                        "Over successful trials. Length stands in for detail, not "
                        "for correctness.")});
  }
  add_accuracy_figures(figures, study);
  if (has_latency) figures.push_back({"latency_ecdf", latency_ecdf(study, samples)});
  if (has_both(study, latency_p90(), latency_p99())) {
    figures.push_back({"latency_p90_p99", tail_scatter(study)});
  }
  if (!study.runs.empty()) figures.push_back({"feasibility", feasibility_map(study)});
  Chart split = time_split(study);
  if (!std::get<Bars>(split.body).categories.empty()) {
    figures.push_back({"request_time_split", std::move(split)});
  }
  Chart lengths = length_panels(study, samples);
  if (!std::get<Panels>(lengths.body).panels.empty()) {
    figures.push_back({"latency_vs_answer_length", std::move(lengths)});
  }
  Chart mix = task_mix(study);
  if (!std::get<Scatter>(mix.body).lines.empty()) figures.push_back({"task_mix", std::move(mix)});
  Chart paired = precision_forest(study, precisions);
  if (!std::get<Forest>(paired.body).columns.empty()) {
    figures.push_back({"precision_paired", std::move(paired)});
  }
  return figures;
}

}  // namespace sightmark
