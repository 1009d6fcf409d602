#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>

#include "base/text.h"
#include "cli/command.h"
#include "cli/run_arguments.h"
#include "cli/run_progress.h"
#include "cli/run_table.h"
#include "cli/stop_signal.h"
#include "cli/terminal.h"
#include "run/run.h"

namespace sightmark {
namespace {

void print_outcome(const RunOutcome& outcome) {
  const RunFigures& run = outcome.figures;
  print(stdout,
        fmt::format("Measured {} of {} trials: {} on {} ({})\n", run.trial_count,
                    outcome.planned_count, plain_text(run.model_id), plain_text(run.device_name),
                    run.dtype.empty() ? "precision not reported" : plain_text(run.dtype)));
  print(stdout, run_table(outcome));
  for (const std::string& warning : outcome.warnings) {
    print(stdout, fmt::format("  note: {}\n", plain_text(warning)));
  }
  print(stdout, fmt::format("Recorded in {}\n", plain_text(outcome.folder.string())));
}

int exit_code(const RunOutcome& outcome) {
  if (outcome.end == RunEnd::Interrupted) return kExitInterrupted;
  const bool has_success = outcome.figures.error_count < outcome.figures.trial_count;
  return outcome.end == RunEnd::Complete && has_success ? kExitDone : kExitStopped;
}

void print_end(const RunOutcome& outcome) {
  if (outcome.end != RunEnd::Complete) {
    print_error(fmt::format(
        "ended after {} of {} trials: {}\nWhat was measured is kept; the same command with "
        "--resume continues it.",
        outcome.figures.trial_count, outcome.planned_count, outcome.reason));
  } else if (exit_code(outcome) != kExitDone) {
    print_error("no trial succeeded");
  }
}

}  // namespace

int run_command(CLI::App& app, const Parse& parse) {
  RunArguments arguments(app);
  if (const auto exit_code = parse()) return *exit_code;

  if (const auto checked = arguments.check(); !checked) {
    return fail_with(kExitUsage, checked.error());
  }
  std::signal(SIGPIPE, SIG_IGN);  // an engine that has gone is an error to record, not an end
  const StopSignal stop_signal;
  RunProgressLine line(arguments.is_quiet());
  RunSources sources{.make_engine = engine_maker(arguments.engine())};
  if (!arguments.options().is_engine_elsewhere) {
    sources.meters = find_power_meters(sources.roots);
  }
  const auto outcome = run(
      arguments.options(), std::move(sources),
      [&](const RunProgress& progress) { line.show(progress); }, stop_signal.token());
  line.clear();
  if (!outcome) {
    const bool is_stopped = stop_signal.token().stop_requested();
    return fail_with(is_stopped ? kExitInterrupted : kExitFailed,
                     {(is_stopped ? "stopped: " : "") + outcome.error().message});
  }
  if (!arguments.is_quiet()) print_outcome(*outcome);
  print_end(*outcome);
  return exit_code(*outcome);
}

}  // namespace sightmark
