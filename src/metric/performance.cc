#include <numeric>

#include "metric/energy_use.h"
#include "metric/run_metrics.h"

namespace sightmark {
namespace {

// The mean of what `of` finds in the trials; nothing where it finds nothing.
template <typename Of>
std::optional<double> mean_over(const std::vector<Trial>& trials, Of of) {
  double sum = 0;
  std::size_t count = 0;
  for (const Trial& trial : trials) {
    if (const std::optional<double> value = of(trial)) {
      sum += *value;
      ++count;
    }
  }
  if (count == 0) return std::nullopt;
  return sum / static_cast<double>(count);
}

std::optional<double> ram_mb(const Trial& trial) {
  return trial.after.ram_used_mb && *trial.after.ram_used_mb > 0 ? trial.after.ram_used_mb
                                                                 : std::nullopt;
}

std::optional<double> total_energy_j(const std::vector<Trial>& trials) {
  std::optional<double> total;
  for (const Trial& trial : trials) {
    if (const auto energy = trial_energy_j(trial)) total = total.value_or(0) + *energy;
  }
  return total;
}

std::optional<double> load_time_s(const Run& run) {
  if (!run.trials.empty() && run.trials.front().load_time_s) return run.trials.front().load_time_s;
  return run.meta.load_time_s;
}

std::optional<double> ratio(std::optional<double> above, std::optional<double> below) {
  if (!above || !below || *below == 0) return std::nullopt;
  return *above / *below;
}

}  // namespace

Performance performance(const Run& run) {
  Performance result;
  for (const Trial& trial : run.trials) {
    if (!trial.error.empty()) continue;
    result.prompt_tokens += trial.prompt_tokens.value_or(0);
    result.response_tokens += trial.response_tokens.value_or(0);
  }
  const RunSummary summary = run.summary.value_or(RunSummary{});
  std::optional<double> tokens;  // a run that counted none has no speed in tokens
  if (result.total_tokens() > 0) tokens = static_cast<double>(result.total_tokens());

  result.elapsed_s = summary.elapsed_s;
  result.latency_ms_mean = summary.latency_ms.mean;
  result.image_count = run.meta.image_count ? run.meta.image_count : summary.image_count;
  result.load_time_s = load_time_s(run);
  result.power_w = summary.power_w;
  if (!result.power_w) {
    result.power_w = mean_over(run.trials, [](const Trial& trial) { return trial.power_w; });
  }
  result.ram_gb = ratio(mean_over(run.trials, ram_mb), 1024);
  result.energy_j = summary.energy_j ? summary.energy_j : total_energy_j(run.trials);
  result.tokens_per_s = ratio(tokens, result.elapsed_s);
  result.tokens_per_s_per_w = ratio(result.tokens_per_s, result.power_w);
  result.joules_per_token = ratio(result.energy_j, tokens);
  return result;
}

}  // namespace sightmark
