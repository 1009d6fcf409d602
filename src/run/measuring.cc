#include "run/measuring.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "run/phase.h"
#include "run/request.h"
#include "run/run_clock.h"
#include "stats/bootstrap.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

constexpr std::chrono::milliseconds kTelemetryKeptBeyondTimeout{30'000};
constexpr std::chrono::seconds kSlice{20};
// A last slice needs enough samples to have an energy.
constexpr std::chrono::seconds kShortestLastSlice{10};
constexpr std::chrono::seconds kShownWindow{1};  // for the power and memory on display

void raise(std::optional<double>& peak, std::optional<double> value) {
  if (value) peak = std::max(peak.value_or(*value), *value);
}

// Adds up a long window in slices, so that the sampler can drop samples of earlier slices.
class RunTelemetry {
 public:
  RunTelemetry(Sampler& sampler, Instant start) : sampler_(sampler), begin_(start) {}

  // Call it regularly. Drops samples older than `kept_for`.
  void advance(Instant moment, std::chrono::milliseconds kept_for) {
    if (moment - begin_ < kSlice + kShortestLastSlice) return;
    add(moment - kShortestLastSlice);
    sampler_.forget_before(std::min(begin_, moment - kept_for));
  }

  // The cost from the start to `end`.
  RunCost finish(Instant end) {
    add(end);
    return cost_;
  }

 private:
  void add(Instant end) {
    const TelemetryWindow window = sampler_.window(std::exchange(begin_, end), end);
    raise(cost_.system_peak_mb, window.memory.system_peak_mb);
    raise(cost_.engine_peak_mb, window.memory.engine_peak_mb);
    raise(cost_.gpu_peak_mb, window.memory.gpu_peak_mb);

    const WindowPower power = headline_power(window.rails);
    const bool is_known = power.energy_j && (is_empty_ || cost_.energy_j);
    cost_.energy_j =
        is_known ? std::optional(cost_.energy_j.value_or(0) + *power.energy_j) : std::nullopt;
    if (!window.rails.empty()) cost_.scope = power.scope;
    is_empty_ = false;
  }

  Sampler& sampler_;
  Instant begin_;  // of the slice that is not added yet
  RunCost cost_;
  bool is_empty_ = true;
};

// Shows progress and keeps telemetry up to date while requests are in flight.
class RunMonitor {
 public:
  RunMonitor(const RunContext& context, std::size_t done_before_count, const RunClock& clock,
             const Phase& phase, Instant start)
      : context_(context),
        done_before_count_(done_before_count),
        clock_(clock),
        phase_(phase),
        start_(start),
        clock_watch_(std::chrono::system_clock::now(), start),
        telemetry_(context.sampler, start),
        watched_(context.engine.processes()) {}

  // Call it regularly.
  void update() {
    const Instant moment = now();
    context_.show(progress(moment));
    if (const auto step_s = clock_watch_.step(std::chrono::system_clock::now(), moment)) {
      clock_steps_.push_back({clock_.at(moment), *step_s});
    }
    auto processes = context_.engine.processes();  // an adapter may have been restarted
    if (processes != watched_) context_.sampler.watch(watched_ = std::move(processes));
    telemetry_.advance(moment, context_.options.timeout + kTelemetryKeptBeyondTimeout);
  }

  RunCost cost(Instant end) { return telemetry_.finish(end); }
  const std::vector<ClockStep>& clock_steps() const { return clock_steps_; }

 private:
  RunProgress progress(Instant moment) const {
    const std::size_t done = phase_.done_count();
    RunProgress progress{.stage = "measuring",
                         .done_count = done_before_count_ + done,
                         .total_count = context_.questions.plan.size(),
                         .error_count = phase_.error_count()};
    const double passed_s = seconds_between(start_, moment);  // cooldowns included
    if (done > 0 && passed_s > 0) {
      progress.requests_per_s = static_cast<double>(done) / passed_s;
      const std::size_t left = progress.total_count - progress.done_count;
      progress.left_s = static_cast<double>(left) / *progress.requests_per_s;
    }
    const TelemetryWindow window = context_.sampler.window(moment - kShownWindow, moment);
    progress.power_w = headline_power(window.rails).mean_w;
    progress.system_mb = window.memory.system_used_mb;
    progress.engine_mb = window.memory.engine_mb;
    return progress;
  }

  const RunContext& context_;
  std::size_t done_before_count_;  // trials of the run's earlier parts
  const RunClock& clock_;
  const Phase& phase_;
  Instant start_;
  ClockWatch clock_watch_;
  RunTelemetry telemetry_;
  std::vector<pid_t> watched_;
  std::vector<ClockStep> clock_steps_;
};

// A resumed run, or one with cooldowns, is not measured in one piece: its energy is then the sum
// over its trials.
void add_cost(RunSummary& summary, const Measured& measured, bool is_in_one_piece,
              std::optional<double> idle_power_w) {
  const RunCost& cost = measured.cost;
  summary.power_scope = cost.scope;
  summary.system_peak_mb = cost.system_peak_mb;
  summary.engine_peak_mb = cost.engine_peak_mb;
  summary.gpu_peak_mb = cost.gpu_peak_mb;
  const double time_s = (is_in_one_piece ? summary.elapsed_s : summary.request_time_s).value_or(0);
  summary.energy_j = is_in_one_piece ? cost.energy_j : total_energy_j(measured.trials);
  if (!summary.energy_j || time_s <= 0) return;
  summary.power_w = *summary.energy_j / time_s;
  if (idle_power_w) summary.energy_above_idle_j = *summary.energy_j - *idle_power_w * time_s;
}

Spread spread(std::vector<double> samples) {
  if (samples.empty()) return {};
  std::ranges::sort(samples);
  return Spread{.mean = mean(samples),
                .min = samples.front(),
                .max = samples.back(),
                .p50 = quantile_of_sorted(samples, 0.5),
                .p90 = quantile_of_sorted(samples, 0.9),
                .p95 = quantile_of_sorted(samples, 0.95),
                .p99 = quantile_of_sorted(samples, 0.99)};
}

// The values of `of` in successful trials.
template <typename Of>
std::vector<double> samples(const std::vector<Trial>& trials, Of of) {
  std::vector<double> found;
  for (const Trial& trial : trials) {
    if (!trial.error.empty()) continue;
    if (const std::optional<double> value = of(trial)) found.push_back(*value);
  }
  return found;
}

std::optional<double> requests_per_s(const Trial& trial) {
  if (!trial.latency_ms || *trial.latency_ms <= 0) return std::nullopt;
  return 1000 / *trial.latency_ms;
}

std::size_t complete_image_count(const std::vector<Trial>& trials, std::size_t task_count) {
  std::map<std::pair<std::int64_t, std::int64_t>, std::set<std::string>> tasks_by_image;
  for (const Trial& trial : trials) {
    if (!trial.error.empty()) continue;
    tasks_by_image[{trial.image_index.value_or(0), trial.repeat_index}].insert(trial.task);
  }
  return static_cast<std::size_t>(
      std::count_if(tasks_by_image.begin(), tasks_by_image.end(),
                    [&](const auto& entry) { return entry.second.size() == task_count; }));
}

std::optional<double> generated_tokens(const std::vector<Trial>& trials) {
  double count = 0;
  for (const Trial& trial : trials) {
    if (trial.error.empty()) count += static_cast<double>(trial.response_tokens.value_or(0));
  }
  return count > 0 ? std::optional(count) : std::nullopt;
}

}  // namespace

Expected<Measured> measure_trials(const RunContext& context, RunDirectory& directory) {
  const RunOptions& options = context.options;
  const std::size_t total = context.questions.plan.size();
  const Instant start = now();
  RunClock clock(start, last_end_s(directory.done));
  Phase phase(context, clock, directory.trials,
              {.thread_count = options.load.concurrency,
               .cooldown_s = options.cooldown_s,
               .max_failures = options.max_failures,
               .waits_for_disk = options.durability == Durability::Record && !options.load.rate});
  RunMonitor monitor(context, directory.done.size(), clock, phase, start);
  const auto requests = schedule(directory.remaining_orders(total), options.load, total,
                                 static_cast<std::uint64_t>(options.seed), start);
  const auto end = phase.run(requests, [&] { monitor.update(); });
  if (!end) return tl::unexpected(end.error());
  context.sampler.sample_now();
  monitor.update();

  Measured measured{.last_error = phase.last_error(), .trials = directory.done};
  const auto asked = phase.trials();
  measured.trials.insert(measured.trials.end(), asked.begin(), asked.end());
  measured.end = measured.trials.size() == total ? RunEnd::Complete : *end;
  measured.cost = monitor.cost(clock.moment(last_end_s(measured.trials)));
  measured.clock_steps = monitor.clock_steps();
  return measured;
}

RunSummary summary_of(const RunOptions& options, const RunMeta& run, const Measured& measured,
                      bool is_resumed) {
  RunSummary summary = tally(measured.trials, run.tasks.size(), last_end_s(measured.trials));
  summary.schema_version = kSchemaVersion;
  summary.batch_size = run.batch_size;
  summary.model_key = run.model_key;
  summary.model_id = run.model_id;
  summary.run_group = run.run_group;
  summary.host = run.host;
  summary.device_name = run.device_name;
  summary.backend = run.backend;
  summary.dtype = run.dtype;
  summary.image_count = run.image_count;
  summary.repeats = run.repeats;
  if (!options.is_engine_remote) {
    add_cost(summary, measured, !is_resumed && options.cooldown_s <= 0, run.idle_power_w);
  }
  summary.clock_steps = measured.clock_steps;
  if (options.is_engine_remote) {
    summary.notes.emplace_back(
        "the engine is on another machine, whose power and memory cannot be measured from here");
  }
  if (is_resumed) summary.notes.emplace_back("interrupted and resumed; see run_meta.json");
  for (const ClockStep& step : measured.clock_steps) {
    summary.notes.emplace_back(
        fmt::format("the wall clock jumped by {:.1f} s after {:.1f} s", step.step_s, step.at_s));
  }
  return summary;
}

double request_time_s(const std::vector<Trial>& trials) {
  std::vector<Interval> spans;
  for (const Trial& trial : trials)
    if (trial.sent_s && trial.end_s) spans.push_back({*trial.sent_s, *trial.end_s});
  return covered_length(std::move(spans));
}

RunSummary tally(const std::vector<Trial>& trials, std::size_t task_count, double elapsed_s) {
  RunSummary run;
  run.task_count = static_cast<std::int64_t>(task_count);
  run.trial_count = static_cast<std::int64_t>(trials.size());
  run.elapsed_s = elapsed_s;
  run.elapsed_min = elapsed_s / 60;
  run.request_time_s = request_time_s(trials);
  run.error_count =
      std::ranges::count_if(trials, [](const Trial& trial) { return !trial.error.empty(); });
  run.latency_ms = spread(samples(trials, [](const Trial& t) { return t.latency_ms; }));
  run.ttft_ms = spread(samples(trials, [](const Trial& t) { return t.ttft_ms; }));
  run.requests_per_s = spread(samples(trials, requests_per_s));

  const std::optional<double> tokens = generated_tokens(trials);
  if (tokens && elapsed_s > 0) run.generated_tokens_per_s = *tokens / elapsed_s;
  if (tokens && *run.request_time_s > 0) {
    run.request_generated_tokens_per_s = *tokens / *run.request_time_s;
  }
  if (run.error_count < run.trial_count && elapsed_s > 0) {
    run.images_per_s = static_cast<double>(complete_image_count(trials, task_count)) / elapsed_s;
  }
  return run;
}

std::optional<double> total_energy_j(const std::vector<Trial>& trials) {
  double total_j = 0;
  for (const Trial& trial : trials) {
    if (!trial.energy_j) return std::nullopt;
    total_j += *trial.energy_j;
  }
  return total_j;
}

double last_end_s(const std::vector<Trial>& trials) {
  double last_s = 0;
  for (const Trial& trial : trials) last_s = std::max(last_s, trial.end_s.value_or(0));
  return last_s;
}

}  // namespace sightmark
