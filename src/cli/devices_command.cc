#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/command.h"
#include "cli/device_report.h"
#include "cli/terminal.h"

namespace sightmark {
namespace {

constexpr std::size_t kWidth = 100;  // at most, and where stdout is no terminal

std::size_t terminal_width() {
  winsize size{};
  const bool is_terminal = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return is_terminal ? std::min<std::size_t>(size.ws_col, kWidth) : kWidth;
}

}  // namespace

int devices_command(CLI::App& app, const Parse& parse) {
  bool is_json = false;
  app.add_flag("--json", is_json, "Print JSON, for a program");
  app.footer(
      "Examples:\n"
      "  sightmark devices\n"
      "  sightmark devices --json\n"
      "\nExit codes: 0 done; 1 it could not be printed; 2 wrong usage.");
  if (const auto exit_code = parse()) return *exit_code;

  const DeviceReport report = device_report({});
  print(stdout, is_json ? to_json(report) : to_text(report, terminal_width()));
  return is_output_written() ? kExitDone : kExitFailed;
}

}  // namespace sightmark
