#include "metric/repetition.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace sightmark {
namespace {

constexpr std::size_t kLongestPhrase = 8;  // words
constexpr std::size_t kRepeats = 3;
constexpr std::size_t kCoveredPercent = 30;

// The words of `text`, each by its FNV-1a hash of 64 bits, since each is compared with eight
// others.
std::vector<std::uint64_t> word_hashes(std::string_view text) {
  constexpr std::uint64_t kEmpty = 0xcbf29ce484222325, kPrime = 0x100000001b3;
  std::vector<std::uint64_t> words;
  words.reserve(text.size() / 4);
  std::uint64_t hash = kEmpty;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > ' ') {
      hash = (hash ^ byte) * kPrime;
    } else if (hash != kEmpty) {
      words.push_back(std::exchange(hash, kEmpty));
    }
  }
  if (hash != kEmpty) words.push_back(hash);
  return words;
}

// Whether one phrase of `length` words stands kRepeats times or more in a row and covers enough of
// the words.
bool is_phrase_repeated(const std::vector<std::uint64_t>& words, std::size_t length) {
  std::size_t longest = 0, matched = 0;
  for (std::size_t i = length; i < words.size(); ++i) {
    matched = words[i] == words[i - length] ? matched + 1 : 0;
    longest = std::max(longest, matched);
  }
  return longest >= (kRepeats - 1) * length &&
         (longest + length) * 100 >= words.size() * kCoveredPercent;
}

bool has_repeated_phrase(std::string_view text) {
  const std::vector<std::uint64_t> words = word_hashes(text);
  for (std::size_t length = 1; length <= kLongestPhrase; ++length) {
    if (is_phrase_repeated(words, length)) return true;
  }
  return false;
}

// Lines are compared without the white space around them; blank ones do not count.
bool has_repeated_line(std::string_view text) {
  constexpr std::string_view kSpace = " \t\v\f\r";
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    line.remove_prefix(std::min(line.find_first_not_of(kSpace), line.size()));
    line = line.substr(0, line.find_last_not_of(kSpace) + 1);
    if (!line.empty()) lines.push_back(line);
  }
  std::sort(lines.begin(), lines.end());
  for (std::size_t i = kRepeats - 1; i < lines.size(); ++i) {
    if (lines[i] == lines[i - (kRepeats - 1)]) return true;
  }
  return false;
}

}  // namespace

bool has_repetition_loop(std::string_view answer) {
  return has_repeated_phrase(answer) || has_repeated_line(answer);
}

}  // namespace sightmark
