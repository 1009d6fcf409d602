#include "engine/log_tail.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::size_t kReadLimit = 65536;
constexpr std::size_t kLineCount = 3;
constexpr std::size_t kLineLength = 200;  // code points

bool speaks_of_error(std::string_view line) {
  return contains_ignoring_case(line, "error") || contains_ignoring_case(line, "fail") ||
         contains_ignoring_case(line, "assert") || contains_ignoring_case(line, "not found");
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    if (line.find_first_not_of(" \t\r") != std::string::npos) lines.push_back(line);
  }
  return lines;
}

std::string text_from(const std::filesystem::path& log, std::uintmax_t begin) {
  std::ifstream file(log, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(begin));
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::uintmax_t log_end(const std::filesystem::path& log) {
  std::error_code error;
  const auto size = std::filesystem::file_size(log, error);
  return error ? 0 : size;
}

std::string last_words(const std::filesystem::path& log, std::uintmax_t begin) {
  const auto end = log_end(log);
  begin = std::max(begin, end - std::min<std::uintmax_t>(end, kReadLimit));
  const std::vector<std::string> lines = lines_of(text_from(log, begin));
  std::vector<std::string> errors;
  std::ranges::copy_if(lines, std::back_inserter(errors), speaks_of_error);
  const auto& chosen = errors.empty() ? lines : errors;
  std::string words;
  for (std::size_t i = chosen.size() - std::min(chosen.size(), kLineCount); i < chosen.size();
       ++i) {
    words += (words.empty() ? "" : " / ") + shortened(plain_text(chosen[i]), kLineLength);
  }
  return words;
}

std::string with_last_words(std::string reason, const std::filesystem::path& log,
                            std::uintmax_t begin) {
  const std::string words = last_words(log, begin);
  if (words.empty()) return reason;
  return reason + "; its last words, in " + plain_text(log.string()) + ": " + words;
}

std::optional<std::int64_t> logged_number(const std::filesystem::path& log, std::uintmax_t begin,
                                          std::string_view label) {
  const std::string text = text_from(log, begin);
  const auto at = text.find(label);
  if (at == std::string::npos) return std::nullopt;
  std::int64_t number = 0;
  const char* const digits = text.data() + at + label.size();
  const auto [end, error] = std::from_chars(digits, text.data() + text.size(), number);
  return error == std::errc{} ? std::optional(number) : std::nullopt;
}

}  // namespace sightmark
