#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "suite/suite.h"

namespace sightmark {
namespace {

constexpr std::size_t kLineWidth = 78;  // without the indent
constexpr std::string_view kIndent = "  ";

std::string in_words(const Suite& suite) {
  std::string text = fmt::format("{}, version {}: {}, asked of every image\n", suite.name,
                                 plain_text(suite.version), counted(suite.tasks.size(), "task"));
  for (const Task& task : suite.tasks) {
    const std::string purpose = task.purpose.empty() ? "" : ": " + plain_text(task.purpose);
    text +=
        fmt::format("\n{}{}\n{}", task.name, purpose, wrapped(task.prompt, kLineWidth, kIndent));
  }
  return text;
}

std::string list_in_words() {
  std::string text;
  for (const Suite& suite : built_in_suites()) {
    text += fmt::format("{}  version {}, {}\n", suite.name, suite.version,
                        counted(suite.tasks.size(), "task"));
  }
  return text;
}

}  // namespace

int suite_command(CLI::App& app, const Parse& parse) {
  std::string name;
  bool is_json = false;
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  sightmark suite list\n"
      "  sightmark suite show five-task\n"
      "  sightmark suite show five-task --json > mine.json    to edit, for --suite mine.json\n"
      "\nExit codes: 0 done; 1 the suite could not be read; 2 wrong usage.");
  const CLI::App* list = app.add_subcommand("list", "List the suites that are built in");
  CLI::App* show = app.add_subcommand("show", "Show the tasks and prompts of a suite");
  show->add_option("suite", name, "A suite's name, or the path of a JSON file")
      ->type_name("SUITE")
      ->required();
  show->add_flag("--json", is_json, "Print the JSON that sightmark run --suite reads");
  if (const auto exit_code = parse()) return *exit_code;

  if (list->parsed()) {
    print(stdout, list_in_words());
  } else {
    const auto suite = load_suite(name);
    if (!suite) return fail_with(kExitFailed, suite.error());
    print(stdout, is_json ? to_json(*suite) : in_words(*suite));
  }
  return is_output_written("the suite") ? kExitDone : kExitFailed;
}

}  // namespace sightmark
