#include "cli/audit_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "analyze/audit_runs.h"
#include "base/text.h"
#include "cli/exit_code.h"
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

struct AuditCommand::Arguments {
  CLI::App* command = nullptr;
  RootArguments roots;
  bool is_json = false, is_strict = false;
};

AuditCommand::AuditCommand(CLI::App& app) : arguments_(std::make_unique<Arguments>()) {
  Arguments& a = *arguments_;
  a.command = app.add_subcommand("audit", "Tell what stands in the way of comparing runs");
  a.roots.add_to(*a.command);
  a.roots.add_bandwidth_to(*a.command);
  a.command->add_flag("--json", a.is_json, "Print the findings as JSON");
  a.command->add_flag("--strict", a.is_strict, "End with 7 where a finding blocks a comparison");
  a.command->footer(kFooter);
}

AuditCommand::~AuditCommand() = default;

bool AuditCommand::is_chosen() const { return arguments_->command->parsed(); }

int AuditCommand::run() {
  Arguments& a = *arguments_;
  if (const auto settled = a.roots.settle(); !settled) {
    print_error(settled.error().message);
    return kExitUsage;
  }
  ProgressLine line(!is_live_terminal());
  const auto outcome = audit_runs({.roots = a.roots.roots,
                                   .device_names = a.roots.device_names,
                                   .bandwidth_by_device = a.roots.bandwidth_by_device,
                                   .job_count = a.roots.job_count},
                                  [&](std::string_view stage, std::size_t done, std::size_t total) {
                                    line.show(stage, done, total);
                                  });
  line.clear();
  if (!outcome) {
    print_error(outcome.error().message);
    return kExitFailed;
  }
  for (const std::string& warning : outcome->warnings) print_error(plain_text(warning));
  print(stdout, a.is_json ? outcome->json : outcome->text);
  if (!is_output_written("the audit")) return kExitFailed;
  return a.is_strict && outcome->blocking_count > 0 ? kExitBlocked : kExitDone;
}

}  // namespace sightmark
