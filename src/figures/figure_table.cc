
#include "figures/builder.h"

namespace sightmark {
namespace {

constexpr auto kPerformance = FigureFolder::Performance, kCaptions = FigureFolder::Captions;

constexpr const char* kTokensHow = "Prompt and response tokens over elapsed time.";
constexpr const char* kEfficiencyHow = "Tokens per second over mean power.";
constexpr const char* kAccuracyHow = "Accuracy over all tasks; lines: 95% intervals.";

constexpr const char* kNoTokens = "no complete run records its tokens and elapsed time";
constexpr const char* kNoEfficiency = "no complete run records its tokens, elapsed time and power";
constexpr const char* kNoLatency = "no complete run records the latency of a success";
constexpr const char* kNoAnswer = "no complete run records the text of its answers";
constexpr const char* kNoTruth = "no complete run has the truth of its images";
constexpr const char* kNoPair =
    "no model ran in fp16 and bf16 on one device, in runs that may be compared";

std::vector<FigureDefinition> performance_figures() {
  return {
      {"plot_12_tokens_per_second", kPerformance,
       metric_bars(tokens_per_second(), "Tokens per second", "Tokens per second", kTokensHow),
       kNoTokens},
      {"plot_13_ram_usage", kPerformance,
       metric_bars(ram(), "Memory in use", "GB, whole system",
                   "System memory in use after a trial, mean over trials."),
       "no complete run records the memory in use"},
      {"plot_14_tokens_per_sec_per_watt", kPerformance,
       metric_bars(tokens_per_second_per_watt(), "Tokens per second per watt",
                   "Tokens per second per watt", kEfficiencyHow),
       kNoEfficiency},
      {"plot_15_joules_per_token", kPerformance,
       metric_bars(joules_per_token(), "Energy per token", "Joules per token",
                   "Energy of all trials over prompt and response tokens."),
       "no complete run records its tokens and energy"},
      {"plot_16_load_time", kPerformance,
       metric_bars(load_time(), "Load time", "Seconds", "Time to load the model."),
       "no complete run records how long its model took to load"},
      {"device_comparison_tokens_per_sec", kPerformance,
       metric_heatmap(tokens_per_second(), "Tokens per second by model and device", kTokensHow),
       kNoTokens},
      {"device_comparison_efficiency", kPerformance,
       metric_heatmap(tokens_per_second_per_watt(),
                      "Tokens per second per watt by model and device", kEfficiencyHow),
       kNoEfficiency},
      {"precision_comparison_fp16_vs_bf16", kPerformance, precision_panels, kNoPair},
      {"combined_device_precision_comparison", kPerformance,
       metric_bars_by_configuration(tokens_per_second(), "Tokens per second by configuration",
                                    "Tokens per second", kTokensHow),
       kNoTokens},
      {"latency_energy_pareto", kPerformance, pareto_panels,
       "no complete run has both its latency and the energy of a known part of the device"},
      {"tokens_generated_and_total", kPerformance, token_slope,
       "no complete run has both its prompt and generated tokens and the time in requests"},
      {"memory_fit", kPerformance, memory_fit,
       "no complete run records both the memory in use and how much the device has"},
      {"power_over_time", kPerformance, power_panels,
       "no complete run has power in a telemetry.csv and the times of its requests"},
  };
}

std::vector<FigureDefinition> caption_figures() {
  return {
      {"speed_latency_distributions", kCaptions, latency_boxes, kNoLatency},
      {"speed_latency_p90", kCaptions,
       metric_bars(latency_p90(), "90th percentile of latency", "Latency (ms)",
                   "Nine of ten successful trials take no longer."),
       kNoLatency},
      {"speed_latency_consistency", kCaptions,
       metric_bars(latency_variation(), "Variation of latency", "Coefficient of variation (%)",
                   "Standard deviation over mean of latency; lower is steadier."),
       kNoLatency},
      {"speed_by_task_type", kCaptions,
       task_boxes(&TaskSamples::latencies_ms, "Latency by task", "Latency (ms)"), kNoLatency},
      {"quality_caption_lengths", kCaptions,
       metric_bars(answer_length(), "Answer length", "Characters",
                   "Unicode characters of successful answers; length is not correctness."),
       kNoAnswer},
      {"quality_caption_length_by_task", kCaptions,
       task_boxes(&TaskSamples::answer_lengths, "Answer length by task", "Characters"), kNoAnswer},
      {"quality_success_rates", kCaptions, success_bars, "no run has come to an end"},
      {"speed_vs_quality_tradeoff", kCaptions,
       metric_scatter(mean_latency(), answer_length(), "Latency against answer length",
                      "Over successful trials. Length stands in for detail, not for correctness."),
       "no complete run records both the latency and the text of its answers"},
      {"accuracy_by_task", kCaptions, accuracy_panels, kNoTruth},
      {"accuracy_vs_latency", kCaptions,
       metric_scatter(mean_latency(), accuracy(), "Accuracy against latency", kAccuracyHow),
       kNoTruth},
      {"accuracy_vs_energy", kCaptions, accuracy_energy_scatter,
       "no complete run has both the truth of its images and energy"},
      {"latency_ecdf", kCaptions, latency_ecdf, kNoLatency},
      {"latency_p90_p99", kCaptions, tail_scatter,
       "no complete run has enough trials to certify a 99th percentile"},
      {"feasibility", kCaptions, feasibility_map, "there is no run"},
      {"request_time_split", kCaptions, time_split,
       "no complete run records its time to first token (TTFT)"},
      {"latency_vs_answer_length", kCaptions, length_panels,
       "no complete run records both the latency and the text of its answers"},
      {"task_mix", kCaptions, task_mix, "no configuration ran two tasks or more"},
      {"precision_paired", kCaptions, precision_forest, kNoPair},
  };
}

}  // namespace

const std::vector<FigureDefinition>& figure_table() {
  static const std::vector<FigureDefinition> kTable = [] {
    std::vector<FigureDefinition> table = performance_figures();
    for (FigureDefinition& figure : caption_figures()) table.push_back(std::move(figure));
    return table;
  }();
  return kTable;
}

}  // namespace sightmark
