#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "analyze/check_runs.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/terminal.h"

namespace sightmark {
namespace {

constexpr std::size_t kLineWidth = 80;

std::string footer() {
  std::vector<std::string> keys;
  for (const Metric* metric : compared_metrics()) keys.push_back(metric->key);
  return "Examples:\n"
         "  sightmark compare results/dell/lynx/run_fp16 results/dell/lynx/run_bf16\n"
         "  sightmark compare before after --fail-if 'latency_p90 > +5%' --fail-if 'success < -1 "
         "points'\n"
         "  sightmark compare before after --json\n"
         "\nA gate is a metric, > or <, and a change in percent (of shares in points). "
         "Metrics:\n" +
         wrapped(fmt::format("{}.", fmt::join(keys, ", ")), kLineWidth, "") +
         "\nExit codes: 0 done, and every gate passes; 1 a run could not be read, or nothing could "
         "be "
         "compared;\n2 wrong usage; 5 a gate fails; 6 none fails, but one cannot be decided.";
}

void add_options(CLI::App& app, CompareOptions& options, std::vector<std::string>& gates) {
  app.add_option("A", options.a, "A run directory")->type_name("")->required();
  app.add_option("B", options.b, "The run directory to compare with it")->type_name("")->required();
  app.add_option("--fail-if", gates,
                 "Exit with 5 if this change is certain, with 6 if the data cannot decide; "
                 "repeatable")
      ->type_name("GATE")
      ->allow_extra_args(false)
      ->take_all();
  app.add_flag("--force", options.is_forced,
               "Compare also what other prompts, limits, loads or power scopes forbid");
  app.add_flag("--json", options.is_json, "Print JSON, for a program");
  app.footer(footer());
}

int exit_code_of(const CompareOutcome& outcome) {
  const auto has = [&](GateOutcome wanted) {
    return std::any_of(outcome.gates.begin(), outcome.gates.end(),
                       [&](const GateResult& gate) { return gate.outcome == wanted; });
  };
  if (has(GateOutcome::Fails)) return kExitGateFailed;
  if (has(GateOutcome::Undecided)) return kExitUndecided;
  if (outcome.compared_count > 0) return kExitDone;
  return fail_with(kExitFailed, {"nothing could be compared; --force compares all the same"});
}

}  // namespace

int compare_command(CLI::App& app, const Parse& parse) {
  CompareOptions options;
  std::vector<std::string> gates;
  add_options(app, options, gates);
  if (const auto exit_code = parse()) return *exit_code;

  for (const std::string& text : gates) {
    const auto gate = parse_gate(text);
    if (!gate) return fail_with(kExitUsage, {"--fail-if " + gate.error().message});
    options.gates.push_back(*gate);
  }
  const auto outcome = compare(options);
  if (!outcome) return fail_with(kExitFailed, outcome.error());
  for (const std::string& warning : outcome->warnings) print_error(plain_text(warning));
  print(stdout, outcome->report);
  return is_output_written() ? exit_code_of(*outcome) : kExitFailed;
}

}  // namespace sightmark
