#include "figures/figure.h"

namespace sightmark {

std::string absence_reason(const std::string& name) {
  if (name == "plot_16_load_time") return "no complete run says how long its model took to load";
  if (name == "precision_comparison_fp16_vs_bf16") {
    return "no model ran in both precisions on one device, in runs that may be compared";
  }
  if (name == "accuracy_vs_energy") return "no complete run has both the truth and energy";
  if (name.starts_with("accuracy_")) return "no complete run has the truth of its images";
  if (name == "latency_energy_pareto") {
    return "no complete run has both its latency and the energy of a known part of the device";
  }
  if (name == "latency_p90_p99") {
    return "no complete run has trials enough to certify a 99th percentile";
  }
  if (name == "tokens_generated_and_total") {
    return "no complete run has both its prompt and generated tokens and the time in requests";
  }
  if (name == "request_time_split") return "no complete run records when the first text came";
  if (name == "latency_vs_answer_length") {
    return "no complete run has answers with both their text and their latency";
  }
  if (name == "memory_fit") {
    return "no complete run tells both the memory in use and how much the device has";
  }
  if (name == "power_over_time") {
    return "no complete run has power in a telemetry.csv and the times of its requests";
  }
  if (name == "precision_paired") {
    return "no model ran in fp16 and bf16 on one device, in runs that may be compared";
  }
  if (name == "task_mix") return "no configuration was asked in two tasks or more";
  return "no complete run has what it shows";
}

}  // namespace sightmark
