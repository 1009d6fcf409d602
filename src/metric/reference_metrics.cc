// The reference study's metrics, by the names of its tables. Its tokens are prompt and response
// tokens together, over elapsed time.
#include "metric/formula.h"

namespace sightmark {
namespace {

constexpr double kMbPerGb = 1024;

MaybeEstimate quotient(std::optional<double> above, std::optional<double> below) {
  return above && below && *below != 0 ? whole(*above / *below) : std::nullopt;
}

// A run that counted no token has no speed in tokens.
std::optional<double> tokens(const RunInput& run) {
  const auto count = run.totals.total_tokens();
  return count > 0 ? std::optional(static_cast<double>(count)) : std::nullopt;
}

MaybeEstimate tokens_per_s(const RunInput& run) {
  return quotient(tokens(run), run.totals.elapsed_s);
}

// The mean of the rates, as the reference has it, not the rate of the mean.
MaybeEstimate requests_per_s(const RunInput& run) {
  double sum = 0;
  std::size_t count = 0;
  for (const TrialRow& trial : run.table.trials) {
    if (trial.latency_ms.value_or(0) <= 0) continue;
    sum += 1000 / *trial.latency_ms;
    ++count;
  }
  return quotient(sum, static_cast<double>(count));
}

}  // namespace

std::vector<Metric> reference_metrics() {
  std::vector<Metric> all = {
      {.key = "tokens_per_sec",
       .name = "tokens per second",
       .unit = "tok/s",
       .kind = MetricKind::TotalTokens,
       .decimal_count = 1,
       .definition = "Prompt and response tokens over elapsed time; empty where none was counted.",
       .of_run = tokens_per_s,
       .counts_prompt_tokens = true},
      {.key = "avg_ram_gb",
       .name = "memory in use",
       .unit = "GB",
       .kind = MetricKind::SystemMemory,
       .decimal_count = 1,
       .is_lower_better = true,
       .definition = "Mean over trials of the main memory in use on the whole system.",
       .of_run = [](const RunInput& run) { return quotient(run.memory.system_mb, kMbPerGb); }},
      {.key = "tps_per_watt",
       .name = "tokens per second per watt",
       .unit = "tok/s/W",
       .kind = MetricKind::TokenEnergy,
       .decimal_count = 2,
       .definition = "tokens_per_sec over avg_power_watts.",
       .of_run =
           [](const RunInput& run) {
             return quotient(value_of(tokens_per_s(run)), run.totals.power_w);
           },
       .counts_prompt_tokens = true},
      {.key = "joules_per_token",
       .name = "energy per token",
       .unit = "J/tok",
       .kind = MetricKind::TokenEnergy,
       .decimal_count = 3,
       .is_lower_better = true,
       .definition = "total_energy_joules over prompt and response tokens.",
       .of_run = [](const RunInput& run) { return quotient(run.totals.energy_j, tokens(run)); },
       .counts_prompt_tokens = true},
      {.key = "requests_per_s",
       .name = "requests per second",
       .unit = "1/s",
       .kind = MetricKind::Latency,
       .decimal_count = 2,
       .definition = "Mean of 1,000 over latency_ms, over successes whose latency is above 0.",
       .of_run = requests_per_s}};
  for (Metric& metric : all) {
    metric.is_reference = true;
    metric.has_interval = false;
  }
  return all;
}

}  // namespace sightmark
