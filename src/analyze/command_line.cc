#include "analyze/command_line.h"

#include <fmt/format.h>

namespace sightmark {
namespace {

// A word as a POSIX shell takes it back unchanged.
std::string shell_word(const std::string& word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+=:,%@";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + '\'';
}

std::string command_line(const AnalyzeOptions& options, const std::string& command,
                         const std::filesystem::path& out) {
  std::string line = "sightmark " + command;
  for (const auto& root : options.roots) line += ' ' + shell_word(root.string());
  for (const auto& [root, name] : options.device_names) {
    line += " --device-name " + shell_word(root + '=' + name);
  }
  return line + " --out " + shell_word(out.string());
}

}  // namespace

std::vector<std::string> command_lines(const AnalyzeOptions& options) {
  return {command_line(options, "analyze", options.out),
          command_line(options, "plots", options.out / "vision_plots"),
          command_line(options, "captions", options.out / "caption_analysis")};
}

}  // namespace sightmark
