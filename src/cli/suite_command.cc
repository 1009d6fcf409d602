#include "cli/suite_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/number.h"
#include "base/text.h"
#include "cli/exit_code.h"
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

struct SuiteCommand::Arguments {
  CLI::App* command = nullptr;
  CLI::App* list = nullptr;
  std::string suite;
  bool is_json = false;
};

SuiteCommand::SuiteCommand(CLI::App& app) : arguments_(std::make_unique<Arguments>()) {
  Arguments& a = *arguments_;
  a.command = app.add_subcommand("suite", "Show the questions that are asked about images");
  a.command->require_subcommand(1);
  a.command->footer(
      "Examples:\n"
      "  sightmark suite list\n"
      "  sightmark suite show five-task\n"
      "  sightmark suite show five-task --json > mine.json    to edit, for --suite mine.json");
  a.list = a.command->add_subcommand("list", "List the suites that are built in");
  CLI::App* show = a.command->add_subcommand("show", "Show the tasks and prompts of a suite");
  show->add_option("suite", a.suite, "A suite's name, or the path of a JSON file")
      ->type_name("SUITE")
      ->required();
  show->add_flag("--json", a.is_json, "In the form that --suite of sightmark run takes");
}

SuiteCommand::~SuiteCommand() = default;

bool SuiteCommand::is_chosen() const { return arguments_->command->parsed(); }

int SuiteCommand::run() {
  const Arguments& a = *arguments_;
  if (a.list->parsed()) {
    print(stdout, list_in_words());
  } else {
    const auto suite = load_suite(a.suite);
    if (!suite) {
      print_error(suite.error().message);
      return kExitFailed;
    }
    print(stdout, a.is_json ? to_json(*suite) : in_words(*suite));
  }
  return is_output_written("the suite") ? kExitDone : kExitFailed;
}

}  // namespace sightmark
