#include "base/text.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <sstream>
#include <utility>

namespace sightmark {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";     // U+2026

struct CodePoint {
  std::uint32_t value;
  std::size_t byte_count;
  bool is_valid;
};

// The code point at the start of non-empty `text`; a byte that starts none is taken by itself.
CodePoint first_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};

  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (text.size() < length || !simdjson::validate_utf8(text.data(), length)) {
    return {lead, 1, false};
  }
  std::uint32_t value = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) value = (value << 6) | (byte(i) & 0x3Fu);
  return {value, length, true};
}

bool is_unsafe_to_show(std::uint32_t value) {
  const bool is_control = value < 0x20 || (value >= 0x7F && value <= 0x9F);
  const bool is_line_break = value == 0x2028 || value == 0x2029;
  const bool is_direction = value == 0x200E || value == 0x200F || value == 0x061C ||
                            (value >= 0x202A && value <= 0x202E) ||
                            (value >= 0x2066 && value <= 0x2069);
  const bool is_noncharacter = (value & 0xFFFE) == 0xFFFE;  // XML allows no U+FFFE, U+FFFF
  return is_control || is_line_break || is_direction || is_noncharacter;
}

// Takes a finite number off the start of `text`.
std::optional<double> take_number(std::string_view& text, std::chars_format format) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, format);
  if (error != std::errc() || !std::isfinite(number)) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::size_t code_point_count(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

std::string plain_text(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    const bool is_shown = point.is_valid && !is_unsafe_to_show(point.value);
    plain += is_shown ? text.substr(0, point.byte_count) : kReplacement;
    text.remove_prefix(point.byte_count);
  }
  return plain;
}

std::string shortened(std::string_view utf8, std::size_t limit) {
  if (code_point_count(utf8) <= limit) return std::string(utf8);
  std::size_t end = 0;
  for (std::size_t kept = 0; kept + 1 < limit; ++kept) {
    end += first_code_point(utf8.substr(end)).byte_count;
  }
  return std::string(utf8.substr(0, end)) + std::string(kEllipsis);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
  return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

std::optional<double> take_decimal(std::string_view& text) {
  return take_number(text, std::chars_format::fixed);
}

std::optional<double> finite_number(std::string_view text) {
  const auto number = take_number(text, std::chars_format::general);
  return text.empty() ? number : std::nullopt;
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

std::string wrapped(const std::string& text, std::size_t width, std::string_view indent) {
  std::string lines;
  std::istringstream paragraphs(text);
  for (std::string paragraph; std::getline(paragraphs, paragraph);) {
    std::istringstream words(paragraph);
    std::string line;
    for (std::string word; words >> word;) {
      word = plain_text(word);
      const bool fits = code_point_count(line) + 1 + code_point_count(word) <= width;
      if (!line.empty() && !fits) lines.append(indent) += std::exchange(line, "") + '\n';
      line += (line.empty() ? "" : " ") + word;
    }
    if (!line.empty()) line.insert(0, indent);
    lines += line + '\n';
  }
  return lines;
}

bool name_less(std::string_view a, std::string_view b) {
  const auto order = std::lexicographical_compare_three_way(
      a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) <=> lower(y); });
  return order == 0 ? a < b : order < 0;
}

std::string grouped(double value, int decimal_count) {
  std::string text = fmt::format("{:.{}f}", value, decimal_count);
  const std::size_t first_digit = text.starts_with('-') ? 1 : 0;
  const std::size_t digit_end =
      std::min(text.find_first_not_of("0123456789", first_digit), text.size());
  for (std::size_t place = digit_end; place > first_digit + 3;) text.insert(place -= 3, 1, ',');
  return text;
}

std::string grouped(std::size_t value) { return grouped(static_cast<double>(value), 0); }

std::string exact(std::optional<double> value) { return value ? fmt::format("{}", *value) : ""; }

std::string counted(std::size_t count, const std::string& singular) {
  return grouped(count) + ' ' + singular + (count == 1 ? "" : "s");
}

}  // namespace sightmark
