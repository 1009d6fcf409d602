#include "run/beginning.h"

#include <fmt/format.h>

#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "record/run_resume.h"
#include "run/power_record.h"

namespace sightmark {
namespace {

Instant after(Instant start, double seconds) {
  return start +
         std::chrono::duration_cast<Instant::duration>(std::chrono::duration<double>(seconds));
}

// So many turns from the end of the plan backwards, and around: these come last in the measurement.
std::vector<Turn> last_turns(std::size_t count, std::size_t trial_count) {
  std::vector<Turn> turns;
  for (std::size_t i = 0; i < count; ++i) {
    turns.push_back({trial_count - 1 - i % trial_count, std::nullopt});
  }
  return turns;
}

void add_engine(RunDescription& run, const EngineDescription& engine, const std::string& dtype) {
  run.engine = engine.name;
  run.engine_version = engine.version;
  run.model_id = engine.model_id;
  run.dtype = engine.dtype.empty() ? dtype : engine.dtype;
  run.is_prompt_cache_off = engine.is_prompt_cache_off;
  run.engine_facts = engine.facts;
  for (const Fact& fact : engine.facts) {
    const auto* text = std::get_if<std::string>(&fact.value);
    if (fact.name == "device" && text) run.device = *text;
  }
}

}  // namespace

std::optional<IdlePower> measure_idle(double duration_s, Sampler& sampler, const ShowProgress& show,
                                      const std::stop_token& stop) {
  sampler.sample_now();
  const Instant start = now();
  if (sampler.window(start, start).rails.empty()) return std::nullopt;
  show({.stage = "measuring idle power"});
  sleep_until(after(start, duration_s), stop);
  sampler.sample_now();
  const Instant end = now();
  const auto power = power_record(sampler.window(start, end), seconds_between(start, end), false);
  if (!power || !power->mean_w) return std::nullopt;
  return IdlePower{std::string(power_scope_name(power->scope)), *power->mean_w,
                   seconds_between(start, end)};
}

Expected<std::unique_ptr<Engine>> load_engine(const RunOptions& options,
                                              const MakeEngine& make_engine,
                                              const std::filesystem::path& folder,
                                              RunDescription& run, const ShowProgress& show,
                                              const std::stop_token& stop) {
  auto engine = make_engine(folder / "engine.log");
  if (!engine) return engine;
  const Instant start = now();
  const auto description = (*engine)->load(
      [&](std::string_view what) {
        show({.stage = fmt::format("loading the engine: {}", plain_text(what))});
      },
      stop);
  if (!description) return tl::unexpected(description.error());
  // What somebody else had loaded before was not loaded now.
  if (!(*engine)->processes().empty()) run.load_time_s = seconds_between(start, now());
  add_engine(run, *description, options.dtype);
  return engine;
}

Expected<RunEnd> ask_first(const Asking& asking, RunPlace& place, RunDescription& run,
                           const ShowProgress& show, const std::stop_token& stop) {
  show({.stage = "asking the first question"});
  RunClock clock(now(), 0);
  Phase phase(asking, clock, place.warmup, {.name = "first_answer"});
  auto end = phase.run(
      last_turns(1, asking.plan.size()), [] {}, stop);
  for (const TrialFigures& trial : phase.figures()) {
    run.first_answer = FirstAnswer{trial.latency_ms.value_or(0), trial.ttft_ms, phase.last_error()};
  }
  return end;
}

Expected<RunEnd> warm_up(const RunOptions& options, const Asking& asking, RunPlace& place,
                         const ShowProgress& show, const std::stop_token& stop) {
  RunClock clock(now(), 0);
  Phase phase(asking, clock, place.warmup,
              {.name = "warmup", .thread_count = options.load.concurrency});
  const auto warmup = static_cast<std::size_t>(options.warmup);
  const auto show_count = [&] {
    show({.stage = "warming up",
          .done_count = phase.done_count(),
          .total_count = warmup,
          .error_count = phase.error_count()});
  };
  return phase.run(last_turns(warmup, asking.plan.size()), show_count, stop);
}

Expected<void> write_run_meta(const RunPlace& place, const RunDescription& run) {
  const std::filesystem::path path = place.folder / "run_meta.json";
  if (!place.is_resumed) return write_file(path, to_json(run));
  const auto noted = with_interruption(
      place.run_meta, {run.timestamp, run.telemetry_began,
                       static_cast<std::int64_t>(place.done.size()), run.load_time_s});
  return noted ? write_file(path, *noted) : tl::unexpected(noted.error());
}

}  // namespace sightmark
