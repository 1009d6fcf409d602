#include <fmt/format.h>

#include <algorithm>

#include "figures/figure.h"
#include "figures/latency_box.h"
#include "figures/metric_bar.h"
#include "figures/metric_heatmap.h"
#include "figures/metric_scatter.h"
#include "figures/precision_panel.h"
#include "figures/task_box.h"
#include "findings/power_coverage.h"
#include "findings/precision.h"
#include "findings/ranking.h"

namespace sightmark {
namespace {

bool has(const Study& study, const Metric& metric) {
  return !ranked(complete_runs(study), metric).empty();
}

constexpr const char* kTokensHow = "Prompt and response tokens over elapsed time.";
constexpr const char* kEfficiencyHow = "Tokens per second over mean power.";

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

std::vector<std::string> performance_figure_names() {
  return {"plot_12_tokens_per_second",
          "plot_13_ram_usage",
          "plot_14_tokens_per_sec_per_watt",
          "plot_15_joules_per_token",
          "plot_16_load_time",
          "device_comparison_tokens_per_sec",
          "device_comparison_efficiency",
          "precision_comparison_fp16_vs_bf16",
          "combined_device_precision_comparison"};
}

std::vector<std::string> caption_figure_names() {
  return {
      "speed_latency_distributions", "speed_latency_p90",         "speed_latency_consistency",
      "speed_by_task_type",          "quality_caption_lengths",   "quality_caption_length_by_task",
      "quality_success_rates",       "speed_vs_quality_tradeoff", "accuracy_by_task",
      "accuracy_vs_latency",         "accuracy_vs_energy"};
}

std::string absence_reason(const std::string& name) {
  if (name == "plot_16_load_time") return "no complete run says how long its model took to load";
  if (name == "precision_comparison_fp16_vs_bf16") {
    return "no model ran in both precisions on one device";
  }
  if (name == "accuracy_vs_energy") return "no complete run has both the truth and energy";
  if (name.starts_with("accuracy_")) return "no complete run has the truth of its images";
  return "no complete run has what it shows";
}

std::vector<Figure> performance_figures(const Study& study) {
  std::vector<Figure> figures;
  const auto bars = [&](const char* name, const Metric& metric, const char* title, const char* axis,
                        const char* how) {
    if (has(study, metric)) figures.push_back({name, metric_bars(study, metric, title, axis, how)});
  };
  bars("plot_12_tokens_per_second", tokens_per_second(), "Tokens per second", "Tokens per second",
       kTokensHow);
  bars("plot_13_ram_usage", ram(), "Memory in use", "GB, whole system",
       "System memory in use after a trial, mean over trials.");
  bars("plot_14_tokens_per_sec_per_watt", tokens_per_second_per_watt(),
       "Tokens per second per watt", "Tokens per second per watt", kEfficiencyHow);
  bars("plot_15_joules_per_token", joules_per_token(), "Energy per token", "Joules per token",
       "Energy of all trials over prompt and response tokens.");
  bars("plot_16_load_time", load_time(), "Load time", "Seconds", "Time to load the model.");
  if (has(study, tokens_per_second())) {
    figures.push_back({"device_comparison_tokens_per_sec",
                       metric_heatmap(study, tokens_per_second(),
                                      "Tokens per second by model and device", kTokensHow)});
  }
  if (has(study, tokens_per_second_per_watt())) {
    figures.push_back(
        {"device_comparison_efficiency",
         metric_heatmap(study, tokens_per_second_per_watt(),
                        "Tokens per second per watt by model and device", kEfficiencyHow)});
  }
  if (!precision_pairs(study, tokens_per_second()).empty()) {
    figures.push_back({"precision_comparison_fp16_vs_bf16", precision_panels(study)});
  }
  if (has(study, tokens_per_second())) {
    figures.push_back({"combined_device_precision_comparison",
                       metric_bars_by_configuration(study, tokens_per_second(),
                                                    "Tokens per second by configuration",
                                                    "Tokens per second", kTokensHow)});
  }
  return figures;
}

std::vector<Figure> caption_figures(const Study& study, const StudySamples& samples) {
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
  return figures;
}

}  // namespace sightmark
