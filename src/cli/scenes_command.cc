#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "scene/scene.h"

namespace sightmark {
namespace {

constexpr std::size_t kCountLimit = 1'000'000;

}  // namespace

int scenes_command(CLI::App& app, const Parse& parse) {
  std::string out = "scenes";
  std::size_t count = 50;
  std::uint64_t seed = 1;
  app.add_option("--out", out, "Folder to write to; made if it is missing")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--count", count, "Number of scenes")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, kCountLimit).description(""))
      ->capture_default_str();
  app.add_option("--seed", seed, "The same seed gives the same bytes on every machine")
      ->type_name("S")
      ->check(CLI::NonNegativeNumber.description(""))  // or -1 would be 2^64 - 1
      ->capture_default_str();
  app.footer(
      "Examples:\n"
      "  sightmark scenes --out scenes --count 50\n"
      "  sightmark scenes --out other_scenes --count 500 --seed 7\n"
      "\nExit codes: 0 done; 1 a file could not be written; 2 wrong usage.");
  if (const auto exit_code = parse()) return *exit_code;

  if (const auto written = write_scenes(out, count, seed); !written) {
    return fail_with(kExitFailed, written.error());
  }
  print(stdout, fmt::format("Drew {} in {}, with their ground truth in manifest.jsonl.\n",
                            counted(count, "scene"), plain_text(out)));
  return is_output_written("what was drawn; the files are written") ? kExitDone : kExitFailed;
}

}  // namespace sightmark
