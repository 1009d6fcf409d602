#include "run/run.h"

#include <fmt/format.h>

#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "run/measuring.h"
#include "run/questions.h"
#include "run/request.h"
#include "run/run_directory.h"
#include "run/startup.h"

namespace sightmark {
namespace {

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
