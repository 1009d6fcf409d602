#include "figures/figure.h"
#include "figures/memory_fit.h"
#include "figures/metric_bar.h"
#include "figures/metric_heatmap.h"
#include "figures/pareto_panel.h"
#include "figures/power_panel.h"
#include "figures/precision_panel.h"
#include "figures/token_slope.h"
#include "study/precision.h"
#include "study/ranking.h"

namespace sightmark {
namespace {

bool has(const Study& study, const Metric& metric) {
  return !ranked(complete_runs(study), metric).empty();
}

constexpr const char* kTokensHow = "Prompt and response tokens over elapsed time.";
constexpr const char* kEfficiencyHow = "Tokens per second over mean power.";

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
          "combined_device_precision_comparison",
          "latency_energy_pareto",
          "tokens_generated_and_total",
          "memory_fit",
          "power_over_time"};
}

std::vector<Figure> performance_figures(const Study& study, const PowerTraces& traces) {
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
  Chart pareto = pareto_panels(study);
  if (!std::get<Panels>(pareto.body).panels.empty()) {
    figures.push_back({"latency_energy_pareto", std::move(pareto)});
  }
  Chart tokens = token_slope(study);
  if (!std::get<Slope>(tokens.body).items.empty()) {
    figures.push_back({"tokens_generated_and_total", std::move(tokens)});
  }
  Chart memory = memory_fit(study);
  if (!std::get<Bars>(memory.body).categories.empty()) {
    figures.push_back({"memory_fit", std::move(memory)});
  }
  Chart power = power_panels(study, traces);
  if (!std::get<Panels>(power.body).panels.empty()) {
    figures.push_back({"power_over_time", std::move(power)});
  }
  return figures;
}

}  // namespace sightmark
