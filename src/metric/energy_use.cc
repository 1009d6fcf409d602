#include "metric/energy_use.h"

#include <algorithm>

#include "metric/speed.h"

namespace sightmark {
namespace {

constexpr double kJoulesPerWh = 3600;
constexpr double kBatteryWh = 100;

// An answer of which `has` is true.
template <typename Has>
Column answers(const Resampling& run, Has has) {
  return column(run, [&](const TrialNumbers& trial) {
    return std::optional<double>(trial.is_success && has(trial) ? 1 : 0);
  });
}

bool has_energy(const TrialNumbers& trial) { return trial.energy_j.has_value(); }

// An answer whose tokens are unknown counts neither above nor below.
std::optional<Estimate> per_generated_token_j(const Resampling& run) {
  const auto counts = [](const TrialNumbers& trial) {
    return trial.energy_j && (!trial.is_success || trial.generated_tokens);
  };
  const Column energy_j = column(run, [&](const TrialNumbers& trial) {
    return counts(trial) ? trial.energy_j : std::nullopt;
  });
  const Column tokens = column(run, [&](const TrialNumbers& trial) {
    return counts(trial) && trial.is_success ? trial.generated_tokens : std::nullopt;
  });
  return ratio(run, energy_j, tokens);
}

std::optional<Estimate> above_idle_per_inference_j(const Resampling& run, double idle_power_w) {
  const auto net_j = [&](const TrialNumbers& trial) -> std::optional<double> {
    if (!trial.energy_j || !trial.request_s) return std::nullopt;
    return *trial.energy_j - idle_power_w * *trial.request_s;
  };
  return ratio(run, column(run, net_j),
               answers(run, [&](const TrialNumbers& trial) { return net_j(trial).has_value(); }));
}

EnergyUse use_of_trials(const Run& run, const Resampling& resampling, const Column& finished,
                        PowerScope scope) {
  EnergyUse use;
  const Column energy_j =
      column(resampling, [](const TrialNumbers& trial) { return trial.energy_j; });
  const Column answered = answers(resampling, has_energy);
  const auto& trials = resampling.trials;
  const auto measured_count = std::count_if(trials.begin(), trials.end(), has_energy);
  const double measured_share =
      static_cast<double>(measured_count) / static_cast<double>(trials.size());
  if (sum(answered) == 0) return use;
  use.per_inference_j = ratio(resampling, energy_j, answered);
  use.per_generated_token_j = per_generated_token_j(resampling);
  use.answers_per_wh = ratio(resampling, answered, energy_j, kJoulesPerWh);
  // What was not measured took as much as the rest.
  use.images_per_wh = ratio(resampling, finished, energy_j, kJoulesPerWh * measured_share);
  if (run.meta.idle_power_w && run.meta.idle_power_scope == scope) {
    use.above_idle_per_inference_j = above_idle_per_inference_j(resampling, *run.meta.idle_power_w);
  }
  return use;
}

// `energy_j` was measured as one, over the whole run: no interval.
EnergyUse use_of_run(const Run& run, const Resampling& resampling, const Column& finished,
                     double energy_j) {
  EnergyUse use;
  const auto per = [](double above, double below) {
    return below > 0 ? std::optional(Estimate{above / below, {}}) : std::nullopt;
  };
  const double answered = sum(answers(resampling, [](const TrialNumbers&) { return true; }));
  const double tokens = sum(column(resampling, [](const TrialNumbers& trial) {
    return trial.is_success ? trial.generated_tokens : std::nullopt;
  }));
  if (answered == 0) return use;
  use.per_inference_j = per(energy_j, answered);
  use.per_generated_token_j = per(energy_j, tokens);
  use.answers_per_wh = per(kJoulesPerWh * answered, energy_j);
  use.images_per_wh = per(kJoulesPerWh * sum(finished), energy_j);
  const auto above_idle_j = run.summary->energy_above_idle_j;
  if (above_idle_j) use.above_idle_per_inference_j = per(*above_idle_j, answered);
  return use;
}

// Over time; of the whole run where that was measured as one.
std::optional<double> power_w(const Run& run, const std::vector<TrialNumbers>& trials) {
  if (run.summary && run.summary->power_w) return run.summary->power_w;
  double energy_j = 0, time_s = 0;
  for (const TrialNumbers& trial : trials) {
    if (!trial.energy_j || !trial.request_s) continue;
    energy_j += *trial.energy_j;
    time_s += *trial.request_s;
  }
  return time_s > 0 ? std::optional(energy_j / time_s) : std::nullopt;
}

}  // namespace

std::optional<double> trial_energy_j(const Trial& trial) {
  if (trial.energy_j) return trial.energy_j;
  if (trial.power_w && trial.latency_ms) return *trial.power_w * *trial.latency_ms / 1000;
  return std::nullopt;
}

EnergyUse energy_use(const Run& run, const Resampling& resampling, const Column& finished,
                     PowerScope scope) {
  EnergyUse use;
  const auto& trials = resampling.trials;
  if (std::any_of(trials.begin(), trials.end(), has_energy)) {
    use = use_of_trials(run, resampling, finished, scope);
  } else if (run.summary && run.summary->energy_j) {
    use = use_of_run(run, resampling, finished, *run.summary->energy_j);
  }
  use.scope = scope;
  use.power_w = power_w(run, trials);
  if (use.power_w && *use.power_w > 0) use.battery_h = kBatteryWh / *use.power_w;
  return use;
}

}  // namespace sightmark
