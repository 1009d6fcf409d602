#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/terminal.h"
#include "report/metric_list.h"

namespace sightmark {

int metrics_command(CLI::App& app, const Parse& parse) {
  bool is_json = false;
  app.add_flag("--json", is_json, "Print JSON, for a program");
  app.footer(
      "Examples:\n"
      "  sightmark metrics\n"
      "  sightmark metrics --json | jq -r '.[] | [.key, .unit, .direction] | @tsv'\n"
      "\nExit codes: 0 done; 2 wrong usage.");
  if (const auto exit_code = parse()) return *exit_code;

  print(stdout, is_json ? metrics_json() : metrics_text());
  return is_output_written("the metrics") ? kExitDone : kExitFailed;
}

}  // namespace sightmark
