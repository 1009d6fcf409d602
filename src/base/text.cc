#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
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

// The code point at the start of non-empty `text`; shape and ranges after RFC 3629.
CodePoint first_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};

  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {lead, 1, false};
  std::uint32_t value = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {lead, 1, false};
    value = (value << 6) | (byte(i) & 0x3Fu);
  }
  const bool is_overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (is_overlong || is_surrogate || value > 0x10FFFF) return {lead, 1, false};
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

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Of 32 bytes.
bool is_ascii(const char* bytes) {
  std::uint64_t words[4];
  std::memcpy(words, bytes, sizeof words);
  return ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u) == 0;
}

}  // namespace

std::size_t code_point_count(std::string_view utf8) {
  std::size_t continuing_count = 0, i = 0;
  while (i + 32 <= utf8.size() && is_ascii(utf8.data() + i)) i += 32;
  const bool is_near_end = i > 0 && i + 32 > utf8.size();
  if (is_near_end && is_ascii(utf8.data() + utf8.size() - 32)) return utf8.size();
  for (std::uint64_t eight = 0; i + sizeof eight <= utf8.size(); i += sizeof eight) {
    std::memcpy(&eight, utf8.data() + i, sizeof eight);
    const std::uint64_t continuing =
        (eight & ~(eight << 1) & 0x8080808080808080u) >> 7;        // 10xxxxxx
    continuing_count += (continuing * 0x0101010101010101u) >> 56;  // the sum of the bytes
  }
  for (; i < utf8.size(); ++i) continuing_count += (utf8[i] & 0xC0) == 0x80;
  return utf8.size() - continuing_count;
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

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

std::string wrapped(const std::string& text, std::size_t width, std::string_view indent) {
  std::string lines;
  std::istringstream own_lines(text);
  for (std::string own_line; std::getline(own_lines, own_line);) {
    std::istringstream words(own_line);
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
  const auto less = [](char x, char y) { return lower(x) < lower(y); };
  if (std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), less)) return true;
  if (std::lexicographical_compare(b.begin(), b.end(), a.begin(), a.end(), less)) return false;
  return a < b;
}

}  // namespace sightmark
