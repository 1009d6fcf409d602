#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <exception>
#include <sstream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/terminal.h"

namespace sightmark {
namespace {

struct NamedCommand {
  std::string_view name, purpose;
  Subcommand* run;
};

// In the order of --help.
constexpr NamedCommand kCommands[] = {
    {"run", "Measure a model on this machine", run_command},
    {"devices", "Show which power and memory can be measured on this machine", devices_command},
    {"suite", "Show the questions that are asked about images", suite_command},
    {"scenes", "Draw images of coloured shapes, with a manifest of what they show", scenes_command},
    {"analyze", "Write tables, charts and reports about run directories", analyze_command},
    {"plots", "Write only the charts and tables of performance", plots_command},
    {"captions", "Write only the charts and tables of latency and answers", captions_command},
    {"audit", "List what makes runs hard or impossible to compare", audit_command},
    {"compare", "Test whether run B differs from run A, trial by trial", compare_command},
    {"recommend", "Choose a model, device and precision for a purpose", recommend_command},
    {"metrics", "List the metrics with their units and definitions", metrics_command},
};

// Harmless on a terminal, line by line.
std::string plain_lines(const std::string& text) {
  std::istringstream lines(text);
  std::string plain;
  for (std::string line; std::getline(lines, line);) plain += plain_text(line) + '\n';
  return plain;
}

std::optional<int> parse(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    std::ostringstream out, err;
    const bool is_help = app.exit(error, out, err) == 0;
    print(stdout, out.str());
    print(stderr, plain_lines(err.str()));  // it may quote the command line
    return is_help ? kExitDone : kExitUsage;
  }
}

int run(int argc, char** argv) {
  CLI::App app{
      "Measures vision-language models and turns the measurements into a study to decide from."};
  app.name("sightmark");
  app.set_version_flag("--version", "sightmark " SIGHTMARK_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Options and examples of a command: sightmark COMMAND --help\n"
      "\n"
      "Environment:\n"
      "  SOURCE_DATE_EPOCH           Seconds since 1970 (UTC): the date of a study, else that of "
      "its newest run\n"
      "  TERM                        dumb: progress in plain lines, as without a terminal");
  for (const NamedCommand& command : kCommands) {
    app.add_subcommand(std::string(command.name), std::string(command.purpose));
  }
  const auto parse_all = [&] { return parse(app, argc, argv); };
  if (argc < 2 || argv[1][0] == '-') return parse_all().value_or(kExitUsage);

  const std::string name = argv[1];
  const auto* command = std::find_if(std::begin(kCommands), std::end(kCommands),
                                     [&](const NamedCommand& other) { return other.name == name; });
  if (command == std::end(kCommands)) {
    const auto reason =
        fmt::format("there is no command {}; see sightmark --help", plain_text(name));
    return fail_with(kExitUsage, {reason});
  }
  return command->run(*app.get_subcommand(name), parse_all);
}

}  // namespace
}  // namespace sightmark

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file grown too large is an error to report, not an end
  try {
    return sightmark::run(argc, argv);
  } catch (const std::exception& error) {  // of a library: no memory, no thread, no folder
    return sightmark::fail_with(sightmark::kExitFailed,
                                {fmt::format("cannot go on: {}; what was written is kept",
                                             sightmark::plain_text(error.what()))});
  }
}
