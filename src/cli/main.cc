#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <sstream>

#include "base/text.h"
#include "cli/analyze_command.h"
#include "cli/audit_command.h"
#include "cli/compare_command.h"
#include "cli/devices_command.h"
#include "cli/exit_code.h"
#include "cli/recommend_command.h"
#include "cli/run_command.h"
#include "cli/scenes_command.h"
#include "cli/suite_command.h"
#include "cli/terminal.h"

namespace {

// Harmless on a terminal, line by line.
std::string plain_lines(const std::string& text) {
  std::istringstream lines(text);
  std::string plain;
  for (std::string line; std::getline(lines, line);) plain += sightmark::plain_text(line) + '\n';
  return plain;
}

bool is_command(const CLI::App& app, const std::string& word) {
  return !app.get_subcommands([&](const CLI::App* command) { return command->check_name(word); })
              .empty();
}

}  // namespace

int main(int argc, char** argv) {
  using namespace sightmark;
  std::signal(SIGXFSZ, SIG_IGN);  // a file grown too large is an error to report, not an end

  CLI::App app{
      "Measures vision-language models and turns the measurements into a study to decide from."};
  app.name("sightmark");
  app.set_version_flag("--version", "sightmark " SIGHTMARK_VERSION);
  app.require_subcommand(1);
  app.footer("Each command explains itself: sightmark analyze --help");

  RunCommand run(app);
  AnalyzeCommand commands[] = {
      {app, StudyPart::Whole}, {app, StudyPart::Performance}, {app, StudyPart::Captions}};
  CompareCommand compare(app);
  AuditCommand audit(app);
  RecommendCommand recommend(app);
  SuiteCommand suite(app);
  DevicesCommand devices(app);
  ScenesCommand scenes(app);
  if (argc > 1 && argv[1][0] != '-' && !is_command(app, argv[1])) {
    print_error(fmt::format("there is no command {}; see sightmark --help", plain_text(argv[1])));
    return kExitUsage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out, err;
    const bool is_help = app.exit(error, out, err) == 0;
    print(stdout, out.str());
    print(stderr, plain_lines(err.str()));  // it may quote the command line
    return is_help ? kExitDone : kExitUsage;
  }
  if (run.is_chosen()) return run.run();
  if (devices.is_chosen()) return devices.run();
  for (AnalyzeCommand& command : commands) {
    if (command.is_chosen()) return command.run();
  }
  if (compare.is_chosen()) return compare.run();
  if (audit.is_chosen()) return audit.run();
  if (recommend.is_chosen()) return recommend.run();
  if (suite.is_chosen()) return suite.run();
  if (scenes.is_chosen()) return scenes.run();
  return kExitUsage;
}
