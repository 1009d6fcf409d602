#include "telemetry/tegrastats.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace sightmark {
namespace {

constexpr double kLargestNumber = 1e9;
constexpr std::size_t kLongestName = 64;

// Takes a number without sign off the start of `text`; nothing, and `text` as it was, where there
// is none.
std::optional<double> take_number(std::string_view& text) {
  double number = 0;
  const bool is_digit = !text.empty() && text[0] >= '0' && text[0] <= '9';
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (!is_digit || error != std::errc() || number > kLargestNumber) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

// "3000mW/3100mW", whole.
std::optional<double> milliwatts(std::string_view word) {
  const auto now = take_number(word);
  if (!now || !take(word, "mW/")) return std::nullopt;
  const auto mean = take_number(word);
  return mean && word == "mW" ? now : std::nullopt;
}

// "99%", with or without "@1300" behind it.
std::optional<double> percent(std::string_view word) {
  const auto number = take_number(word);
  const bool is_percent = number && *number <= 100 && (word == "%" || word.starts_with("%@"));
  return is_percent ? number : std::nullopt;
}

struct Ram {
  double used_mb, total_mb;
};

// "25686/125772MB"
std::optional<Ram> ram(std::string_view word) {
  const auto used = take_number(word);
  if (!used || !take(word, "/")) return std::nullopt;
  const auto total = take_number(word);
  if (!total || word != "MB" || *used > *total) return std::nullopt;
  return Ram{*used, *total};
}

std::string_view take_word(std::string_view& line) {
  const std::size_t begin = std::min(line.find_first_not_of(" \t\r"), line.size());
  const std::size_t end = std::min(line.find_first_of(" \t\r", begin), line.size());
  const std::string_view word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

}  // namespace

TegrastatsLine parse_tegrastats(std::string_view line) {
  TegrastatsLine said;
  std::string_view name;
  for (auto word = take_word(line); !word.empty(); name = word, word = take_word(line)) {
    if (name == "GR3D_FREQ") {
      said.gpu_percent = percent(word);
    } else if (name == "RAM") {
      const auto figures = ram(word);
      if (!figures) continue;
      said.ram_used_mb = figures->used_mb;
      said.ram_total_mb = figures->total_mb;
    } else if (const auto power = milliwatts(word); power && !name.empty()) {
      said.rails.push_back({shortened(plain_text(name), kLongestName), *power / 1000});
    }
  }
  return said;
}

}  // namespace sightmark
