#include "telemetry/board.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "telemetry/value_file.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

// How the names start that a maker left as they were, or that a virtual machine has.
constexpr std::string_view kUselessStarts[] = {"to be filled",
                                               "system product",
                                               "system manufacturer",
                                               "system name",
                                               "default string",
                                               "not specified",
                                               "not applicable",
                                               "product name",
                                               "o.e.m.",
                                               "oem",
                                               "none",
                                               "unknown",
                                               "virtual machine",
                                               "standard pc",
                                               "bochs",
                                               "virtualbox",
                                               "vmware",
                                               "kvm",
                                               "qemu",
                                               "hvm domu"};

bool is_useful(std::string_view name) {
  const auto starts_name = [&](std::string_view useless) {
    return contains_ignoring_case(name.substr(0, useless.size()), useless);
  };
  return !name.empty() &&
         std::none_of(std::begin(kUselessStarts), std::end(kUselessStarts), starts_name);
}

std::optional<std::string> useful_text(const fs::path& path) {
  const auto text = read_text(path);
  return text && is_useful(*text) ? std::optional(plain_text(*text)) : std::nullopt;
}

// The text between `before` and `after`; nothing where they are not both there.
std::optional<std::string> text_between(std::string_view text, std::string_view before,
                                        std::string_view after) {
  const std::size_t start = text.find(before);
  if (start == text.npos) return std::nullopt;
  const std::size_t begin = start + before.size();
  const std::size_t end = text.find(after, begin);
  return end == text.npos ? std::nullopt
                          : std::optional(std::string(text.substr(begin, end - begin)));
}

}  // namespace

std::optional<std::string> board_model(const SystemRoots& roots) {
  return useful_text(roots.proc / "device-tree/model");
}

std::optional<std::string> product_name(const SystemRoots& roots) {
  auto product = useful_text(roots.sys / "class/dmi/id/product_name");
  if (!product) return std::nullopt;
  const auto maker = useful_text(roots.sys / "class/dmi/id/sys_vendor");
  const std::string first_word = maker ? maker->substr(0, maker->find_first_of(" ,")) : "";
  if (first_word.empty() || contains_ignoring_case(*product, first_word)) return product;
  return fmt::format("{} {}", first_word, *product);
}

bool is_jetson(const SystemRoots& roots) {
  return contains_ignoring_case(board_model(roots).value_or(""), "jetson");
}

// The status file says "pmode:0002"; the configuration names it: "< POWER_MODEL ID=2 NAME=30W >".
std::optional<std::string> power_mode(const SystemRoots& roots) {
  const std::string status = read_text(roots.var / "lib/nvpmodel/status").value_or("");
  const std::size_t colon = status.find(':');
  if (!status.starts_with("pmode") || colon == std::string::npos) return std::nullopt;
  const auto id = leading_integer(std::string_view(status).substr(colon + 1));
  if (!id) return std::nullopt;
  const std::string modes = read_text(roots.etc / "nvpmodel.conf").value_or("");
  const auto name = text_between(modes, fmt::format("POWER_MODEL ID={} NAME=", *id), " ");
  return name ? plain_text(*name) : std::to_string(*id);
}

}  // namespace sightmark
