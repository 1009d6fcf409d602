#include <CLI/CLI.hpp>

#include "cli/analyze_command.h"
#include "cli/exit_code.h"

int main(int argc, char** argv) {
  using namespace sightmark;

  CLI::App app{
      "Measures vision-language models and turns the measurements into a study to decide from."};
  app.name("sightmark");
  app.set_version_flag("--version", "sightmark " SIGHTMARK_VERSION);
  app.require_subcommand(1);
  app.footer("Each command explains itself: sightmark analyze --help");

  AnalyzeCommand commands[] = {
      {app, StudyPart::Whole}, {app, StudyPart::Performance}, {app, StudyPart::Captions}};
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitDone : kExitUsage;
  }
  for (AnalyzeCommand& command : commands) {
    if (command.is_chosen()) return command.run();
  }
  return kExitUsage;
}
