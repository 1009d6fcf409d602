#include "cli/compare_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "analyze/compare.h"
#include "base/text.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"

namespace sightmark {

namespace {

constexpr std::size_t kLineWidth = 80;

std::string keys() {
  std::vector<std::string> keys;
  for (const Metric* metric : compared_metrics()) keys.push_back(metric->key);
  return fmt::format("{}.", fmt::join(keys, ", "));
}

}  // namespace

struct CompareCommand::Arguments {
  CLI::App* command = nullptr;
  CompareOptions options;
  std::vector<std::string> gates;
};

CompareCommand::CompareCommand(CLI::App& app) : arguments_(std::make_unique<Arguments>()) {
  Arguments& a = *arguments_;
  a.command = app.add_subcommand(
      "compare", "Say whether run B differs from run A, from trials in pairs, with intervals");
  a.command->add_option("A", a.options.a, "A run directory")->type_name("")->required();
  a.command->add_option("B", a.options.b, "The run directory to compare it with")
      ->type_name("")
      ->required();
  a.command
      ->add_option("--fail-if", a.gates,
                   "End with 5 where this change is certain, with 6 where the data does not say; "
                   "repeatable")
      ->type_name("GATE")
      ->allow_extra_args(false)
      ->take_all();
  a.command->add_flag("--force", a.options.is_forced,
                      "Compare also what other prompts, limits, loads or power scopes forbid");
  a.command->add_flag("--json", a.options.is_json, "Print JSON, for a program");
  a.command->footer(
      "Examples:\n"
      "  sightmark compare results/dell/lynx/run_fp16 results/dell/lynx/run_bf16\n"
      "  sightmark compare before after --fail-if 'latency_p90 > +5%' --fail-if 'success < -1 "
      "points'\n"
      "  sightmark compare before after --json\n"
      "\nA gate is a metric, > or <, and a change in percent (of accuracy and success in points). "
      "Metrics:\n" +
      wrapped(keys(), kLineWidth, "") +
      "\nExit codes: 0 done, and every gate passes; 1 a run could not be read, or nothing could be "
      "compared;\n2 wrong usage; 5 a gate fails; 6 none fails, but one cannot be decided.");
}

CompareCommand::~CompareCommand() = default;

bool CompareCommand::is_chosen() const { return arguments_->command->parsed(); }

int CompareCommand::run() {
  Arguments& a = *arguments_;
  for (const std::string& text : a.gates) {
    const auto gate = parse_gate(text);
    if (!gate) {
      print_error("--fail-if " + gate.error().message);
      return kExitUsage;
    }
    a.options.gates.push_back(*gate);
  }
  const auto outcome = compare(a.options);
  if (!outcome) {
    print_error(outcome.error().message);
    return kExitFailed;
  }
  for (const std::string& warning : outcome->warnings) print_error(plain_text(warning));
  print(stdout, outcome->report);
  if (!is_output_written()) return kExitFailed;
  const auto has = [&](GateOutcome wanted) {
    return std::any_of(outcome->gates.begin(), outcome->gates.end(),
                       [&](const GateResult& gate) { return gate.outcome == wanted; });
  };
  if (has(GateOutcome::Fails)) return kExitGateFailed;
  if (has(GateOutcome::Undecided)) return kExitUndecided;
  if (outcome->compared_count > 0) return kExitDone;
  print_error("nothing could be compared; --force compares what obstacles forbid");
  return kExitFailed;
}

}  // namespace sightmark
