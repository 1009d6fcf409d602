#include "run/run.h"

#include <fmt/format.h>

#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "run/beginning.h"
#include "run/measuring.h"
#include "run/questions.h"
#include "run/run_place.h"

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
                                                 const RunPlace& place, RunMeta& run) {
  run.telemetry_began = local_timestamp(std::chrono::system_clock::now());
  return Sampler::start(std::move(sources.meters), {.sample_hz = options.sample_hz,
                                                    .proc_root = sources.roots.proc,
                                                    .csv = place.folder / "telemetry.csv"});
}

// What comes before the engine is loaded, in a new run.
Expected<std::unique_ptr<Sampler>> begin_new(const RunOptions& options, RunSources& sources,
                                             const RunPlace& place, RunMeta& run,
                                             const ShowProgress& show,
                                             const std::stop_token& stop) {
  auto sampler = start_sampler(options, sources, place, run);
  if (sampler) measure_idle(options.idle_s, **sampler, run, show, stop);
  return sampler;
}

// What comes after it, in one that is resumed: all settings are known by then, and one that is
// refused has changed no file.
Expected<std::unique_ptr<Sampler>> begin_again(const RunOptions& options, RunSources& sources,
                                               RunPlace& place, RunMeta& run) {
  if (auto same = check_same_settings(place, run); !same) return tl::unexpected(same.error());
  auto sampler = start_sampler(options, sources, place, run);
  if (!sampler) return sampler;
  if (auto cut = cut_torn_lines(place); !cut) return tl::unexpected(cut.error());
  return sampler;
}

Asking asking_of(const RunOptions& options, const Questions& questions, Engine& engine,
                 Sampler& sampler) {
  return {.engine = engine,
          .sampler = sampler,
          .images = questions.images,
          .image_paths = questions.image_paths,
          .suite = questions.suite,
          .plan = questions.plan,
          .max_new_tokens = options.max_new_tokens,
          .seed = options.seed,
          .timeout = options.timeout,
          .may_overlap = options.load.may_overlap(),
          .is_elsewhere = options.is_engine_elsewhere};
}

// The first answer, the warm-up, and then what counts.
Expected<Measured> ask_all(const RunOptions& options, const Asking& asking, RunPlace& place,
                           RunMeta& run, const ShowProgress& show, const std::stop_token& stop) {
  auto end = ask_first(asking, place, run, show, stop);
  if (!end) return tl::unexpected(end.error());
  if (auto written = write_run_meta(place, run); !written) return tl::unexpected(written.error());
  if (*end == RunEnd::Complete) end = warm_up(options, asking, place, show, stop);
  if (!end) return tl::unexpected(end.error());
  if (*end != RunEnd::Complete) return Measured{.end = *end, .trials = place.done};
  return measure_trials(options, asking, place, show, stop);
}

RunOutcome outcome_of(const RunOptions& options, const RunPlace& place, const RunMeta& run,
                      const Measured& measured, const Asking& asking) {
  RunOutcome outcome{.folder = place.folder,
                     .end = measured.end,
                     .reason = reason_of(measured.end, options, asking.engine, measured.last_error),
                     .planned_count = asking.plan.size(),
                     .meta = run,
                     .summary = summary_of(options, run, measured, place.is_resumed)};
  outcome.summary.sampler_cpu_percent = asking.sampler.cpu_percent();
  outcome.warnings = warnings(asking.images, outcome.summary);
  if (run.is_prompt_cache_off && !*run.is_prompt_cache_off) {
    outcome.warnings.emplace_back(
        "the engine's prompt cache is on: repeated images or prompts may look fast");
  }
  if (const auto problem = asking.sampler.problem()) outcome.warnings.push_back(*problem);
  return outcome;
}

Expected<RunOutcome> with_summary(RunOutcome outcome) {
  const auto written = write_file(outcome.folder / "summary.json", to_json(outcome.summary));
  return written ? Expected<RunOutcome>(std::move(outcome)) : tl::unexpected(written.error());
}

// A run that lacks no trial, only its summary, which needs no engine.
Expected<RunOutcome> sum_up(const RunOptions& options, const Questions& questions,
                            const RunPlace& place, RunMeta run) {
  run.model_id = place.run_meta.model_id;
  run.backend = place.run_meta.backend;
  run.dtype = place.run_meta.dtype;
  RunOutcome outcome{.folder = place.folder,
                     .planned_count = questions.plan.size(),
                     .meta = run,
                     .summary = summary_of(options, run, {.trials = place.done}, place.is_resumed)};
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
  auto place = open_place(options, run, *questions);
  if (!place) return tl::unexpected(place.error());
  run.run_group = place->folder.filename().string();

  if (place->left(questions->plan.size()).empty()) {
    return sum_up(options, *questions, *place, std::move(run));
  }

  Expected<std::unique_ptr<Sampler>> sampler;
  if (!place->is_resumed) sampler = begin_new(options, sources, *place, run, show, stop);
  if (!sampler) return tl::unexpected(sampler.error());
  const auto engine = load_engine(options, sources.make_engine, place->folder, run, show, stop);
  if (!engine) return tl::unexpected(engine.error());
  if (place->is_resumed) sampler = begin_again(options, sources, *place, run);
  if (!sampler) return tl::unexpected(sampler.error());
  (*sampler)->watch((*engine)->processes());

  const Asking asking = asking_of(options, *questions, **engine, **sampler);
  const auto measured = ask_all(options, asking, *place, run, show, stop);
  if (!measured) return tl::unexpected(measured.error());

  RunOutcome outcome = outcome_of(options, *place, run, *measured, asking);
  outcome.summary.state_after = device_state(sources.roots);
  if (outcome.end != RunEnd::Complete) return outcome;
  return with_summary(std::move(outcome));
}

}  // namespace sightmark
