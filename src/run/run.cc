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

std::vector<std::string> warnings(const ImageSet& images, const RunDescription& run,
                                  const RunFigures& figures, const Sampler& sampler) {
  std::vector<std::string> all = images.warnings;
  all.insert(all.end(), figures.notes.begin(), figures.notes.end());
  if (run.is_prompt_cache_off && !*run.is_prompt_cache_off) {
    all.emplace_back("the engine's prompt cache is on: repeated images or prompts may look fast");
  }
  if (const auto problem = sampler.problem()) all.push_back(*problem);
  return all;
}

Expected<std::unique_ptr<Sampler>> start_sampler(const RunOptions& options, RunSources& sources,
                                                 const RunPlace& place, RunDescription& run) {
  run.telemetry_began = local_timestamp(std::chrono::system_clock::now());
  return Sampler::start(std::move(sources.meters), {.sample_hz = options.sample_hz,
                                                    .proc_root = sources.roots.proc,
                                                    .csv = place.folder / "telemetry.csv"});
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
                           RunDescription& run, const ShowProgress& show,
                           const std::stop_token& stop) {
  if (place.left(asking.plan.size()).empty()) return Measured{.trials = place.done};
  auto end = ask_first(asking, place, run, show, stop);
  if (!end) return tl::unexpected(end.error());
  if (auto written = write_run_meta(place, run); !written) return tl::unexpected(written.error());
  if (*end == RunEnd::Complete) end = warm_up(options, asking, place, show, stop);
  if (!end) return tl::unexpected(end.error());
  if (*end != RunEnd::Complete) return Measured{.end = *end, .trials = place.done};
  return measure_trials(options, asking, place, show, stop);
}

RunOutcome outcome_of(const RunOptions& options, const RunPlace& place, const RunDescription& run,
                      const Measured& measured, const Asking& asking) {
  RunOutcome outcome{.folder = place.folder,
                     .end = measured.end,
                     .reason = reason_of(measured.end, options, asking.engine, measured.last_error),
                     .planned_count = asking.plan.size(),
                     .load_time_s = run.load_time_s,
                     .first_answer = run.first_answer,
                     .idle_power = run.idle_power,
                     .figures = figures_of_run(options, run, measured, place.is_resumed())};
  outcome.figures.sampler_cpu_percent = asking.sampler.cpu_percent();
  outcome.warnings = warnings(asking.images, run, outcome.figures, asking.sampler);
  return outcome;
}

}  // namespace

Expected<RunOutcome> run(const RunOptions& options, RunSources sources, const ShowProgress& show,
                         const std::stop_token& stop) {
  show({.stage = "reading the images"});
  const auto questions = load_questions(options);
  if (!questions) return tl::unexpected(questions.error());
  RunDescription run = describe(options, *questions, sources);
  auto place = open_place(options, run, *questions);
  if (!place) return tl::unexpected(place.error());
  run.run_group = place->folder.filename().string();

  const auto sampler = start_sampler(options, sources, *place, run);
  if (!sampler) return tl::unexpected(sampler.error());
  if (!place->is_resumed()) {
    run.idle_power = measure_idle(options.idle_s, **sampler, show, stop);
  }
  const auto engine = load_engine(options, sources.make_engine, place->folder, run, show, stop);
  if (!engine) {
    discard_beginning(*place);
    return tl::unexpected(engine.error());
  }
  (*sampler)->watch((*engine)->processes());
  if (auto same = check_same_settings(*place, run); !same) return tl::unexpected(same.error());

  const Asking asking = asking_of(options, *questions, **engine, **sampler);
  const auto measured = ask_all(options, asking, *place, run, show, stop);
  if (!measured) return tl::unexpected(measured.error());

  RunOutcome outcome = outcome_of(options, *place, run, *measured, asking);
  outcome.figures.state_after = device_state(sources.roots);
  if (outcome.end != RunEnd::Complete) return outcome;
  const auto written = write_file(place->folder / "summary.json", to_json(outcome.figures));
  if (!written) return tl::unexpected(written.error());
  return outcome;
}

}  // namespace sightmark
