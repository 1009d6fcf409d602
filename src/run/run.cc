#include "run/run.h"

#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "run/measuring.h"
#include "run/phase.h"
#include "run/plan.h"
#include "run/request.h"
#include "run/run_directory.h"

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

// Adds to `run` what the device draws before the engine is started, if power is measured.
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

// Starts the engine; adds to `run` what it is and, if it runs here, how long it took to be ready.
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

// Adds to `run` how the answer to the first question came.
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

// Asks questions that do not count.
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

// Writes run_meta.json, or adds the interruption to that of a resumed run.
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

std::string reason_of(RunEnd end, const RunOptions& options, Engine& engine,
                      const std::string& last_error) {
  switch (end) {
    case RunEnd::EngineDied:
      return engine.death().value_or("the engine ended");
    case RunEnd::TooManyFailures:
      return fmt::format("{} failures in a row, the last one: {}", options.max_failures,
                         plain_text(last_error));
    case RunEnd::Interrupted:
      return "interrupted";
    case RunEnd::Complete:
      break;
  }
  return {};
}

std::vector<std::string> warnings(const ImageSet& images, const RunSummary& summary) {
  std::vector<std::string> all = images.warnings;
  all.insert(all.end(), summary.notes.begin(), summary.notes.end());
  return all;
}

Expected<std::unique_ptr<Sampler>> start_sampler(const RunOptions& options, RunSources& sources,
                                                 const RunDirectory& directory, RunMeta& run) {
  run.telemetry_began = local_timestamp(std::chrono::system_clock::now());
  return Sampler::start(std::move(sources.meters), {.sample_hz = options.sample_hz,
                                                    .proc_root = sources.roots.proc,
                                                    .csv = directory.folder / "telemetry.csv"});
}

// A new run measures idle power before the engine is loaded.
Expected<std::unique_ptr<Sampler>> begin_new(const RunOptions& options, RunSources& sources,
                                             const RunDirectory& directory, RunMeta& run,
                                             const ShowProgress& show,
                                             const std::stop_token& stop) {
  auto sampler = start_sampler(options, sources, directory, run);
  if (sampler) measure_idle(options.idle_s, **sampler, run, show, stop);
  return sampler;
}

// A resumed run starts telemetry after the engine is loaded: only then are all settings known, and
// a run that cannot be resumed must not change.
Expected<std::unique_ptr<Sampler>> begin_again(const RunOptions& options, RunSources& sources,
                                               RunDirectory& directory, RunMeta& run) {
  if (auto same = check_same_settings(directory.folder, directory.run_meta, run); !same)
    return tl::unexpected(same.error());
  auto sampler = start_sampler(options, sources, directory, run);
  if (!sampler) return sampler;
  if (auto cut = cut_torn_lines(directory); !cut) return tl::unexpected(cut.error());
  return sampler;
}

Expected<Measured> ask_all(const RunContext& context, RunDirectory& directory, RunMeta& run) {
  auto end = ask_first(context, directory, run);
  if (!end) return tl::unexpected(end.error());
  if (auto written = write_run_meta(directory, run); !written) {
    return tl::unexpected(written.error());
  }
  if (*end == RunEnd::Complete) end = warm_up(context, directory);
  if (!end) return tl::unexpected(end.error());
  if (*end != RunEnd::Complete) return Measured{.end = *end, .trials = directory.done};
  return measure_trials(context, directory);
}

RunOutcome outcome_of(const RunContext& context, const RunDirectory& directory, const RunMeta& run,
                      const Measured& measured) {
  RunOutcome outcome{
      .folder = directory.folder,
      .end = measured.end,
      .reason = reason_of(measured.end, context.options, context.engine, measured.last_error),
      .planned_count = context.questions.plan.size(),
      .meta = run,
      .summary = summary_of(context.options, run, measured, directory.is_resumed)};
  outcome.summary.sampler_cpu_percent = context.sampler.cpu_percent();
  outcome.warnings = warnings(context.questions.images, outcome.summary);
  if (run.is_prompt_cache_off && !*run.is_prompt_cache_off) {
    outcome.warnings.emplace_back(
        "the engine's prompt cache is on: repeated images or prompts may look fast");
  }
  if (const auto problem = context.sampler.problem()) outcome.warnings.push_back(*problem);
  return outcome;
}

Expected<RunOutcome> with_summary(RunOutcome outcome) {
  const auto written = write_file(outcome.folder / "summary.json", to_json(outcome.summary));
  return written ? Expected<RunOutcome>(std::move(outcome)) : tl::unexpected(written.error());
}

// Completes a run that only lacks its summary, without an engine.
Expected<RunOutcome> sum_up(const RunOptions& options, const Questions& questions,
                            const RunDirectory& directory, RunMeta run) {
  run.model_id = directory.run_meta.model_id;
  run.backend = directory.run_meta.backend;
  run.dtype = directory.run_meta.dtype;
  RunOutcome outcome{
      .folder = directory.folder,
      .planned_count = questions.plan.size(),
      .meta = run,
      .summary = summary_of(options, run, {.trials = directory.done}, directory.is_resumed)};
  outcome.warnings = warnings(questions.images, outcome.summary);
  return with_summary(std::move(outcome));
}

}  // namespace

Expected<RunOutcome> run(const RunOptions& options, RunSources sources, const ShowProgress& show,
                         const std::stop_token& stop) {
  show({.stage = "reading the images"});
  const auto questions = load_questions(options);
  if (!questions) return tl::unexpected(questions.error());
  RunMeta run = describe(options, *questions, sources);
  auto directory = open_run_directory(options, run, *questions);
  if (!directory) return tl::unexpected(directory.error());
  run.run_group = directory->folder.filename().string();

  if (directory->remaining_orders(questions->plan.size()).empty()) {
    return sum_up(options, *questions, *directory, std::move(run));
  }

  Expected<std::unique_ptr<Sampler>> sampler;
  if (!directory->is_resumed) sampler = begin_new(options, sources, *directory, run, show, stop);
  if (!sampler) return tl::unexpected(sampler.error());
  const auto engine = load_engine(options, sources.make_engine, directory->folder, run, show, stop);
  if (!engine) return tl::unexpected(engine.error());
  if (directory->is_resumed) sampler = begin_again(options, sources, *directory, run);
  if (!sampler) return tl::unexpected(sampler.error());
  (*sampler)->watch((*engine)->processes());

  const RunContext context{options, *questions, **engine, **sampler, show, stop};
  const auto measured = ask_all(context, *directory, run);
  if (!measured) return tl::unexpected(measured.error());

  RunOutcome outcome = outcome_of(context, *directory, run, *measured);
  outcome.summary.state_after = device_state(sources.roots);
  if (outcome.end != RunEnd::Complete) return outcome;
  return with_summary(std::move(outcome));
}

}  // namespace sightmark
