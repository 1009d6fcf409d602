// Energy and power. All of a run is of one power scope; an inference is an answer, and what failed
// requests cost counts for the answers.
#include "metric/formula.h"

namespace sightmark {
namespace {

constexpr double kJoulesPerWh = 3600;
constexpr double kBatteryWh = 100;

double answer_count(const TrialRow& trial) { return trial.is_success ? 1 : 0; }

MaybeTerms per_inference(const TrialRow& trial) {
  if (!trial.energy_j) return std::nullopt;
  return Terms{*trial.energy_j, answer_count(trial)};
}

// An answer whose tokens are unknown counts neither above nor below.
MaybeTerms per_generated_token(const TrialRow& trial) {
  if (!trial.energy_j || (trial.is_success && !trial.generated_tokens)) return std::nullopt;
  return Terms{*trial.energy_j, trial.generated_tokens.value_or(0)};
}

MaybeTerms above_idle(const TrialRow& trial) {
  if (!trial.energy_above_idle_j) return std::nullopt;
  return Terms{*trial.energy_above_idle_j, answer_count(trial)};
}

MaybeTerms answers_per_wh(const TrialRow& trial) {
  if (!trial.energy_j) return std::nullopt;
  return Terms{answer_count(trial), *trial.energy_j / kJoulesPerWh};
}

// What all trials have of `of` together.
template <typename Of>
double total(const RunInput& run, Of of) {
  double sum = 0;
  for (const TrialRow& trial : run.table.trials) sum += of(trial);
  return sum;
}

double measured_count(const RunInput& run) {
  return total(run, [](const TrialRow& trial) { return trial.energy_j ? 1 : 0; });
}

// The ratio of the trials' terms; where no trial has an energy, that of the whole run, which has no
// interval: `energy_j` over what the answers have.
MaybeEstimate per(const RunInput& run, MaybeTerms (*terms)(const TrialRow&),
                  std::optional<double> energy_j, double amount) {
  if (measured_count(run) > 0) return ratio(run, terms);
  return energy_j && amount > 0 ? whole(*energy_j / amount) : std::nullopt;
}

std::optional<double> energy_of_run_j(const RunInput& run) {
  return run.summary ? run.summary->energy_j : std::nullopt;
}

MaybeEstimate energy_per_inference_j(const RunInput& run) {
  return per(run, per_inference, energy_of_run_j(run), total(run, answer_count));
}

MaybeEstimate energy_per_generated_token_j(const RunInput& run) {
  const auto tokens = [](const TrialRow& trial) { return trial.generated_tokens.value_or(0); };
  return per(run, per_generated_token, energy_of_run_j(run), total(run, tokens));
}

MaybeEstimate energy_above_idle_j(const RunInput& run) {
  const auto energy_j = energy_of_run_j(run) ? run.summary->energy_above_idle_j : std::nullopt;
  return per(run, above_idle, energy_j, total(run, answer_count));
}

MaybeEstimate answers_per_wh_of(const RunInput& run) {
  const double energy_j = energy_of_run_j(run).value_or(0);
  MaybeEstimate rate;
  if (measured_count(run) > 0) {
    rate = ratio(run, answers_per_wh);
  } else if (energy_j > 0) {
    rate = whole(kJoulesPerWh * total(run, answer_count) / energy_j);
  }
  return rate && rate->value > 0 ? rate : std::nullopt;
}

// What was not measured took as much as the rest.
MaybeEstimate images_per_wh(const RunInput& run) {
  const Column finished = finished_images(run.table);
  if (measured_count(run) == 0) {
    const bool has_answers = total(run, answer_count) > 0;
    const auto energy_j = energy_of_run_j(run);
    if (!has_answers || !energy_j || *energy_j <= 0) return std::nullopt;
    return whole(kJoulesPerWh * sum(finished) / *energy_j);
  }
  const auto has_answer = [](const TrialRow& trial) { return trial.energy_j && trial.is_success; };
  if (total(run, has_answer) == 0) return std::nullopt;
  const Column energy_j = column(run, [](const TrialRow& trial) { return trial.energy_j; });
  if (sum(energy_j) == 0) return std::nullopt;
  const double measured_share = measured_count(run) / static_cast<double>(run.table.trials.size());
  const Estimate per_joule{sum(finished) / sum(energy_j),
                           run.bootstrap.of_ratio(finished, energy_j)};
  return scaled(per_joule, kJoulesPerWh * measured_share);
}

// Over time; of the whole run where that was measured as one.
std::optional<double> power_w(const RunInput& run) {
  if (run.summary && run.summary->power_w) return run.summary->power_w;
  double energy_j = 0, time_s = 0;
  for (const TrialRow& trial : run.table.trials) {
    if (!trial.energy_j || !trial.request_s) continue;
    energy_j += *trial.energy_j;
    time_s += *trial.request_s;
  }
  return time_s > 0 ? std::optional(energy_j / time_s) : std::nullopt;
}

MaybeEstimate battery_h(const RunInput& run) {
  const auto power = power_w(run);
  return power && *power > 0 ? whole(kBatteryWh / *power) : std::nullopt;
}

std::vector<Metric> energies() {
  return {{.key = "energy_per_inference",
           .column = "energy_per_inference_j",
           .name = "energy per inference",
           .unit = "J",
           .decimal_count = 2,
           .is_lower_better = true,
           .definition = "Energy of the trials, failed ones included, over the successes among "
                         "them. Where no trial has an energy, the summary's total_energy_joules "
                         "over all successes, without an interval.",
           .terms = per_inference,
           .is_mean = true,
           .of_run = energy_per_inference_j},
          {.key = "energy_per_generated_token",
           .column = "energy_per_generated_token_j",
           .name = "energy per generated token",
           .unit = "J/tok",
           .decimal_count = 3,
           .is_lower_better = true,
           .definition = "Energy of the trials, failed ones included, over the generated tokens of "
                         "the successes.",
           .terms = per_generated_token,
           .of_run = energy_per_generated_token_j},
          {.key = "energy_above_idle_per_inference",
           .column = "energy_above_idle_per_inference_j",
           .name = "energy above idle per inference",
           .unit = "J",
           .decimal_count = 2,
           .is_lower_better = true,
           .definition = "The energy per inference less what the idle device draws in the same "
                         "time; only where idle power of the same scope was measured.",
           .terms = above_idle,
           .is_mean = true,
           .of_run = energy_above_idle_j}};
}

std::vector<Metric> per_watt_hour() {
  return {
      {.key = "answers_per_wh",
       .name = "answers per watt-hour",
       .unit = "answers/Wh",
       .decimal_count = 1,
       .definition = "Successes over the energy of the trials in watt-hours: 3,600 over the energy "
                     "per inference.",
       .terms = answers_per_wh,
       .is_rate = true,
       .of_run = answers_per_wh_of},
      {.key = "images_per_wh",
       .name = "images per watt-hour",
       .unit = "images/Wh",
       .decimal_count = 1,
       .definition = "Images over the energy of the trials in watt-hours, counted as in "
                     "images_per_s. A trial without an energy counts as like the others.",
       .of_run = images_per_wh},
      {.key = "battery_100wh",
       .column = "battery_100wh_h",
       .name = "hours on a battery of 100 Wh",
       .unit = "h",
       .decimal_count = 1,
       .definition = "100 Wh over the mean power. A scope that covers a part of the device gives "
                     "more hours than there are.",
       .of_run = battery_h,
       .has_interval = false}};
}

}  // namespace

std::vector<Metric> energy_metrics() {
  const Metric power = {
      .key = "power",
      .column = "power_w",
      .name = "mean power",
      .unit = "W",
      .decimal_count = 1,
      .is_lower_better = true,
      .definition =
          "The summary's power_watts_avg, else energy over time of the trials that have "
          "both.",
      .of_run = [](const RunInput& run) { return whole(power_w(run)); },
      .has_interval = false};
  std::vector<Metric> all = joined({{power}, energies(), per_watt_hour()});
  for (Metric& metric : all) metric.kind = MetricKind::Energy;
  return all;
}

}  // namespace sightmark
