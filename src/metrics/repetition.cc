#include "metrics/repetition.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sightmark {
namespace {

constexpr std::size_t kLongestPhrase = 8;  // words
constexpr std::size_t kRepeats = 3;
constexpr std::size_t kCoveredPercent = 30;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// A number for each word, the same for the same word (FNV-1a): comparing numbers is what makes
// looking through every answer cheap.
std::vector<std::uint64_t> words_of(std::string_view text) {
  constexpr std::uint64_t kOffset = 14695981039346656037u, kPrime = 1099511628211u;
  std::vector<std::uint64_t> words;
  words.reserve(text.size() / 4);
  std::uint64_t hash = kOffset;
  for (const char c : text) {
    if (!is_space(c)) {
      hash = (hash ^ static_cast<std::uint8_t>(c)) * kPrime;
    } else if (hash != kOffset) {
      words.push_back(std::exchange(hash, kOffset));
    }
  }
  if (hash != kOffset) words.push_back(hash);
  return words;
}

// Most words in a row that one phrase of `length` words fills, standing kRepeats times or more.
std::size_t longest_repetition(const std::vector<std::uint64_t>& words, std::size_t length) {
  std::size_t longest = 0, matched = 0;
  for (std::size_t i = length; i < words.size(); ++i) {
    matched = words[i] == words[i - length] ? matched + 1 : 0;
    longest = std::max(longest, matched);
  }
  return longest >= (kRepeats - 1) * length ? longest + length : 0;
}

bool has_repeated_line(std::string_view text) {
  if (text.find('\n') == std::string_view::npos) return false;
  std::unordered_map<std::string_view, std::size_t> count_by_line;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    while (!line.empty() && is_space(line.front())) line.remove_prefix(1);
    while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
    if (!line.empty() && ++count_by_line[line] == kRepeats) return true;
  }
  return false;
}

}  // namespace

bool has_repetition_loop(std::string_view answer) {
  const std::vector<std::uint64_t> words = words_of(answer);
  for (std::size_t length = 1; length <= kLongestPhrase; ++length) {
    const std::size_t covered = longest_repetition(words, length);
    if (covered > 0 && covered * 100 >= words.size() * kCoveredPercent) return true;
  }
  return has_repeated_line(answer);
}

}  // namespace sightmark
