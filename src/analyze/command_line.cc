#include <fmt/format.h>

#include "analyze/study_file.h"

namespace sightmark {
namespace {

// A word quoted for a POSIX shell.
std::string shell_word(const std::string& word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+=:,%@";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + '\'';
}

// A path that cannot be mistaken for an option.
std::string path_word(const std::filesystem::path& path) {
  const std::string text = path.string();
  return shell_word(text.starts_with('-') ? "./" + text : text);
}

std::string command_line(const AnalyzeOptions& options, const std::string& command,
                         const std::filesystem::path& out) {
  std::string line = "sightmark " + command;
  for (const auto& root : options.roots) line += ' ' + path_word(root);
  for (const auto& [root, name] : options.device_names) {
    line += fmt::format(" --device-name {}", shell_word(fmt::format("{}={}", root, name)));
  }
  for (const auto& [device, gb_s] : options.bandwidth_by_device) {
    if (command != "analyze") break;  // the parts hold no audit
    line += fmt::format(" --bandwidth {}", shell_word(fmt::format("{}={}", device, gb_s)));
  }
  if (options.price && command == "analyze") {
    line += fmt::format(" --price {}", shell_word(in_words(*options.price)));
  }
  if (!options.with_figures) line += " --only tables";
  if (options.with_all_trials && command == "analyze") line += " --trials all";
  if (!options.with_png) line += " --format svg";
  if (!options.with_svg) line += " --format png";
  return line + " --out " + path_word(out);
}

}  // namespace

std::vector<std::string> command_lines(const AnalyzeOptions& options) {
  return {command_line(options, "analyze", options.out),
          command_line(options, "plots", options.out / "vision_plots"),
          command_line(options, "captions", options.out / "caption_analysis")};
}

}  // namespace sightmark
