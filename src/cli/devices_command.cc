#include "cli/devices_command.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/device_report.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"

namespace sightmark {
namespace {

constexpr std::size_t kWidth = 100;  // of lines that are not read on a terminal, and at most

std::size_t terminal_width() {
  winsize size{};
  const bool is_terminal = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return is_terminal ? std::min<std::size_t>(size.ws_col, kWidth) : kWidth;
}

}  // namespace

struct DevicesCommand::Arguments {
  CLI::App* command = nullptr;
  bool is_json = false;
};

DevicesCommand::DevicesCommand(CLI::App& app) : arguments_(std::make_unique<Arguments>()) {
  Arguments& a = *arguments_;
  a.command =
      app.add_subcommand("devices", "Show what can be measured on this machine, and what not");
  a.command->add_flag("--json", a.is_json, "Print JSON, for a program");
  a.command->footer(
      "Examples:\n"
      "  sightmark devices\n"
      "  sightmark devices --json\n"
      "\nExit codes: 0 done; 1 it could not be printed; 2 wrong usage.");
}

DevicesCommand::~DevicesCommand() = default;

bool DevicesCommand::is_chosen() const { return arguments_->command->parsed(); }

int DevicesCommand::run() {
  const DeviceReport report = device_report({});
  print(stdout, arguments_->is_json ? to_json(report) : to_text(report, terminal_width()));
  return is_output_written() ? kExitDone : kExitFailed;
}

}  // namespace sightmark
