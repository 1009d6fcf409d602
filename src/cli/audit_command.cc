#include <CLI/CLI.hpp>

#include "analyze/check_runs.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/root_arguments.h"
#include "cli/terminal.h"

namespace sightmark {
namespace {

constexpr const char* kFooter =
    "Examples:\n"
    "  sightmark audit dell_output thor_output orin_output\n"
    "  sightmark audit results --strict\n"
    "  sightmark audit orin_output --bandwidth Orin=204.8 --json > audit.json\n"
    "\n"
    "The rules, and what each of them blocks or weakens: docs/audit.md.\n"
    "Exit codes: 0 done; 1 nothing could be read; 2 wrong usage; 7 with --strict, a finding "
    "blocks\n"
    "a comparison.";

}  // namespace

int audit_command(CLI::App& app, const Parse& parse) {
  RootArguments roots;
  bool is_json = false, is_strict = false;
  roots.add_to(app);
  roots.add_bandwidth_to(app);
  app.add_flag("--json", is_json, "Print the findings as JSON");
  app.add_flag("--strict", is_strict, "Exit with 7 if a finding blocks a comparison");
  app.footer(kFooter);
  if (const auto exit_code = parse()) return *exit_code;

  if (const auto checked = roots.check(); !checked) return fail_with(kExitUsage, checked.error());
  ProgressLine line(!is_live_terminal());
  const auto outcome = audit_runs({.roots = roots.roots,
                                   .device_names = roots.device_names,
                                   .bandwidth_by_device = roots.bandwidth_by_device,
                                   .job_count = roots.job_count},
                                  line.progress());
  line.clear();
  if (!outcome) return fail_with(kExitFailed, outcome.error());
  for (const std::string& warning : outcome->warnings) print_error(plain_text(warning));
  print(stdout, is_json ? outcome->json : outcome->text);
  if (!is_output_written("the audit")) return kExitFailed;
  return is_strict && outcome->blocking_count > 0 ? kExitBlocked : kExitDone;
}

}  // namespace sightmark
