#include "run/measuring.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "run/clock_watch.h"
#include "run/power_record.h"
#include "run/tally.h"

namespace sightmark {
namespace {

constexpr std::chrono::milliseconds kTelemetryKeptBeyondTimeout{30'000};
constexpr std::chrono::seconds kShownWindow{1};  // that power and memory are shown of

// What the progress tells of trials: `before` of them were done in earlier parts of the run.
RunProgress trial_progress(const Phase& phase, std::size_t before, std::size_t total,
                           double passed_s) {
  const std::size_t done = phase.done_count();
  RunProgress progress{.stage = "measuring",
                       .done_count = before + done,
                       .total_count = total,
                       .error_count = phase.error_count()};
  if (done == 0 || passed_s <= 0) return progress;
  progress.requests_per_s = static_cast<double>(done) / passed_s;
  progress.left_s = static_cast<double>(total - before - done) / *progress.requests_per_s;
  return progress;
}

void add_telemetry(RunProgress& progress, const Sampler& sampler, Instant moment) {
  const TelemetryWindow window = sampler.window(moment - kShownWindow, moment);
  if (const auto power = power_record(window, 1, false)) progress.power_w = power->mean_w;
  progress.system_mb = window.memory.system_used_mb;
  progress.engine_mb = window.memory.engine_mb;
}

// The energy of all trials where it is not measured in one piece: a run that was resumed, or with
// pauses between that do not count.
void add_cost(RunFigures& figures, const Measured& measured, bool is_in_one_piece,
              const std::optional<IdlePower>& idle) {
  const RunCost& cost = measured.cost;
  figures.power_scope = cost.scope;
  figures.system_peak_mb = cost.system_peak_mb;
  figures.engine_peak_mb = cost.engine_peak_mb;
  figures.gpu_peak_mb = cost.gpu_peak_mb;
  const double time_s = is_in_one_piece ? figures.elapsed_s : figures.request_time_s;
  figures.energy_j = is_in_one_piece ? cost.energy_j : total_energy_j(measured.trials);
  if (!figures.energy_j || time_s <= 0) return;
  figures.power_w = *figures.energy_j / time_s;
  if (idle) figures.energy_above_idle_j = *figures.energy_j - idle->mean_w * time_s;
}

}  // namespace

double Measured::elapsed_s() const {
  double last_s = 0;
  for (const TrialFigures& trial : trials) last_s = std::max(last_s, trial.end_s);
  return last_s;
}

Expected<Measured> measure_trials(const RunOptions& options, const Asking& asking, RunPlace& place,
                                  const ShowProgress& show, const std::stop_token& stop) {
  const std::size_t total = asking.plan.size(), before = place.done.size();
  const Instant start = now();
  RunClock clock(start, place.done_s());
  ClockWatch clock_watch(std::chrono::system_clock::now(), start);
  RunTelemetry telemetry(asking.sampler, start);
  Phase phase(asking, clock, place.trials,
              {.thread_count = options.load.concurrency,
               .cooldown_s = options.cooldown_s,
               .max_failures = options.max_failures});
  Measured measured{.trials = place.done};
  const auto tick = [&] {
    const Instant moment = now();
    if (const auto step_s = clock_watch.step(std::chrono::system_clock::now(), moment)) {
      measured.clock_steps.push_back({clock.at(moment), *step_s});
    }
    RunProgress progress = trial_progress(phase, before, total, clock.at(moment) - place.done_s());
    add_telemetry(progress, asking.sampler, moment);
    show(progress);
    telemetry.advance(moment, options.timeout + kTelemetryKeptBeyondTimeout);
  };
  const auto turns_left = turns(place.left(total), options.load, total,
                                static_cast<std::uint64_t>(options.seed), start);
  const auto end = phase.run(turns_left, tick, stop);
  if (!end) return tl::unexpected(end.error());
  asking.sampler.sample_now();
  tick();
  const auto figures = phase.figures();
  measured.trials.insert(measured.trials.end(), figures.begin(), figures.end());
  measured.cost = telemetry.finish(clock.moment(measured.elapsed_s()));
  measured.end = measured.trials.size() == total ? RunEnd::Complete : *end;
  measured.last_error = phase.last_error();
  return measured;
}

RunFigures figures_of_run(const RunOptions& options, const RunDescription& run,
                          const Measured& measured, bool is_resumed) {
  RunFigures figures = tally(measured.trials, run.suite.tasks.size(), measured.elapsed_s());
  figures.model_key = run.model_key;
  figures.model_id = run.model_id;
  figures.run_group = run.run_group;
  figures.host = run.host;
  figures.device_name = run.device_name;
  figures.device = run.device;
  figures.dtype = run.dtype;
  figures.image_count = run.image_count;
  figures.repeats = run.repeats;
  add_cost(figures, measured, !is_resumed && options.cooldown_s <= 0, run.idle_power);
  figures.clock_steps = measured.clock_steps;
  if (is_resumed) figures.notes.push_back("interrupted and resumed; see run_meta.json");
  for (const ClockStep& step : measured.clock_steps) {
    figures.notes.push_back(
        fmt::format("the wall clock jumped by {:.1f} s after {:.1f} s", step.step_s, step.at_s));
  }
  return figures;
}

}  // namespace sightmark
