#include "cli/scenes_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/number.h"
#include "base/text.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "scene/scene_set.h"

namespace sightmark {
namespace {

constexpr std::size_t kCountLimit = 1'000'000;

}  // namespace

struct ScenesCommand::Arguments {
  CLI::App* command = nullptr;
  std::string out = "scenes";
  std::size_t count = 50;
  std::uint64_t seed = 1;
};

ScenesCommand::ScenesCommand(CLI::App& app) : arguments_(std::make_unique<Arguments>()) {
  Arguments& a = *arguments_;
  a.command = app.add_subcommand(
      "scenes", "Draw pictures of coloured shapes, with a manifest of what is true of each");
  a.command->add_option("--out", a.out, "Folder to write to; made where it is missing")
      ->type_name("DIR")
      ->capture_default_str();
  a.command->add_option("--count", a.count, "How many scenes")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, kCountLimit).description(""))
      ->capture_default_str();
  a.command
      ->add_option("--seed", a.seed,
                   "Which scenes: the same seed gives the same bytes on every machine")
      ->type_name("S")
      ->check(CLI::NonNegativeNumber.description(""))  // or -1 would be 2^64 - 1
      ->capture_default_str();
  a.command->footer(
      "Examples:\n"
      "  sightmark scenes --out scenes --count 50\n"
      "  sightmark scenes --out other_scenes --count 500 --seed 7");
}

ScenesCommand::~ScenesCommand() = default;

bool ScenesCommand::is_chosen() const { return arguments_->command->parsed(); }

int ScenesCommand::run() {
  const Arguments& a = *arguments_;
  if (const auto written = write_scenes(a.out, a.count, a.seed); !written) {
    print_error(written.error().message);
    return kExitFailed;
  }
  print(stdout, fmt::format("Drew {} in {}, with their truth in manifest.jsonl.\n",
                            counted(a.count, "scene"), plain_text(a.out)));
  return is_output_written("what was drawn; the files are written") ? kExitDone : kExitFailed;
}

}  // namespace sightmark
