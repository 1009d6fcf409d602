#include "run/startup.h"

#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "run/phase.h"
#include "run/power_record.h"

namespace sightmark {
namespace {

constexpr std::size_t kDocumentByteLimit = 16 << 20;

// `count` requests from the end of the plan backwards, and around: the measurement asks these last.
std::vector<ScheduledRequest> last_requests(std::size_t count, std::size_t trial_count) {
  std::vector<ScheduledRequest> requests;
  for (std::size_t i = 0; i < count; ++i) {
    requests.push_back({trial_count - 1 - i % trial_count, std::nullopt});
  }
  return requests;
}

void add_engine(RunMeta& run, const EngineDescription& engine, const std::string& dtype) {
  run.engine = engine.name;
  run.engine_version = engine.version;
  run.model_id = engine.model_id;
  run.dtype = engine.dtype.empty() ? dtype : engine.dtype;
  run.is_prompt_cache_off = engine.is_prompt_cache_off;
  run.engine_facts = engine.facts;
  run.backend = text_of(engine.facts, "device");
}

}  // namespace

void measure_idle(double duration_s, Sampler& sampler, RunMeta& run, const ShowProgress& show,
                  const std::stop_token& stop) {
  sampler.sample_now();
  const Instant start = now();
  if (sampler.window(start, start).rails.empty()) return;
  show({.stage = "measuring idle power"});
  sleep_until(start + duration_of(duration_s), stop);
  sampler.sample_now();
  const Instant end = now();
  const WindowPower power = headline_power(sampler.window(start, end).rails);
  if (!power.mean_w) return;
  run.idle_power_scope = power.scope;
  run.idle_power_w = power.mean_w;
  run.idle_power_duration_s = seconds_between(start, end);
}

Expected<std::unique_ptr<Engine>> load_engine(const RunOptions& options,
                                              const MakeEngine& make_engine,
                                              const std::filesystem::path& folder, RunMeta& run,
                                              const ShowProgress& show,
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
  // A server that was already running has loaded its model before.
  if (!(*engine)->processes().empty()) run.load_time_s = seconds_between(start, now());
  add_engine(run, *description, options.dtype);
  return engine;
}

Expected<RunEnd> ask_first(const RunContext& context, RunDirectory& directory, RunMeta& run) {
  context.show({.stage = "asking the first question"});
  RunClock clock(now(), 0);
  Phase phase(context, clock, directory.warmup, {.name = "first_answer"});
  auto end = phase.run(last_requests(1, context.questions.plan.size()), [] {});
  for (const Trial& trial : phase.trials()) {
    run.first_answer_ms = trial.latency_ms;
    run.first_answer_ttft_ms = trial.ttft_ms;
    run.first_answer_error = trial.error;
  }
  return end;
}

Expected<RunEnd> warm_up(const RunContext& context, RunDirectory& directory) {
  RunClock clock(now(), 0);
  Phase phase(context, clock, directory.warmup,
              {.name = "warmup", .thread_count = context.options.load.concurrency});
  const auto warmup = static_cast<std::size_t>(context.options.warmup);
  const auto show_count = [&] {
    context.show({.stage = "warming up",
                  .done_count = phase.done_count(),
                  .total_count = warmup,
                  .error_count = phase.error_count()});
  };
  return phase.run(last_requests(warmup, context.questions.plan.size()), show_count);
}

Expected<void> write_run_meta(const RunDirectory& directory, const RunMeta& run) {
  const std::filesystem::path path = directory.folder / "run_meta.json";
  if (!directory.is_resumed) return write_file(path, to_json(run));
  const Interruption interruption{run.timestamp, run.telemetry_began, std::ssize(directory.done),
                                  run.load_time_s};
  const auto json = read_file(path, kDocumentByteLimit, Link::Refuse);
  if (!json) return tl::unexpected(json.error());
  const auto resumed = with_interruption(*json, interruption);
  if (!resumed)
    return fail(fmt::format("{}: {}", plain_text(path.string()), resumed.error().message));
  return write_file(path, *resumed);
}

}  // namespace sightmark
