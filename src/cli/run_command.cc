#include "cli/run_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>

#include "base/text.h"
#include "cli/exit_code.h"
#include "cli/run_arguments.h"
#include "cli/run_progress.h"
#include "cli/run_table.h"
#include "cli/stop_signal.h"
#include "cli/terminal.h"
#include "run/run.h"
#include "telemetry/power_source.h"

namespace sightmark {
namespace {

void print_outcome(const RunOutcome& outcome) {
  const RunFigures& run = outcome.figures;
  print(stdout,
        fmt::format("Measured {} of {} trials: {} on {} ({})\n", run.trial_count,
                    outcome.planned_count, plain_text(run.model_id), plain_text(run.device_name),
                    run.dtype.empty() ? "precision not told" : plain_text(run.dtype)));
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

}  // namespace

RunCommand::RunCommand(CLI::App& app) : arguments_(std::make_unique<RunArguments>(app)) {}

RunCommand::~RunCommand() = default;

bool RunCommand::is_chosen() const { return arguments_->command().parsed(); }

int RunCommand::run() {
  if (const auto settled = arguments_->settle(); !settled) {
    print_error(settled.error().message);
    return kExitUsage;
  }
  std::signal(SIGPIPE, SIG_IGN);  // an engine that has gone is an error to record, not an end
  const StopSignal stop_signal;
  RunProgressLine line(arguments_->is_quiet());
  RunSources sources{.make_engine = engine_maker(arguments_->engine())};
  if (!arguments_->options().is_engine_elsewhere) {
    sources.meters = find_power_meters(sources.roots);
  }
  const auto outcome = sightmark::run(
      arguments_->options(), std::move(sources),
      [&](const RunProgress& progress) { line.show(progress); }, stop_signal.token());
  line.clear();
  if (!outcome) {
    const bool is_stopped = stop_signal.token().stop_requested();
    print_error((is_stopped ? "stopped: " : "") + outcome.error().message);
    return is_stopped ? kExitInterrupted : kExitFailed;
  }
  if (!arguments_->is_quiet()) print_outcome(*outcome);
  const int code = exit_code(*outcome);
  if (outcome->end != RunEnd::Complete) {
    print_error(
        fmt::format("ended after {} of {} trials: {}\nWhat was measured is kept; the same "
                    "command with --resume goes on with it.",
                    outcome->figures.trial_count, outcome->planned_count, outcome->reason));
  } else if (code != kExitDone) {
    print_error("no trial succeeded");
  }
  return code;
}

}  // namespace sightmark
