#include "metrics/repetition.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <unordered_map>
#include <vector>

namespace sightmark {
namespace {

constexpr std::size_t kLongestPhrase = 8;  // words
constexpr std::size_t kRepeats = 3;
constexpr std::size_t kCoveredPercent = 30;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

constexpr std::size_t kBlock = 8;  // bytes looked at together

// Up to eight bytes of the text from `begin` on, in the low end of a number.
std::uint64_t bytes_from(std::string_view text, std::size_t begin, std::size_t count) {
  std::uint64_t bytes = 0;
  if (begin + kBlock <= text.size()) {
    std::memcpy(&bytes, text.data() + begin, kBlock);
    return count >= kBlock ? bytes : bytes & ((std::uint64_t{1} << (8 * count)) - 1);
  }
  std::memcpy(&bytes, text.data() + begin, std::min(count, text.size() - begin));
  return bytes;
}

// A number for a word, the same for the same word.
std::uint32_t word_number(std::string_view text, std::size_t begin, std::size_t end) {
  std::uint64_t number = 0;
  for (std::size_t i = begin; i < end; i += kBlock) {
    number = (number ^ bytes_from(text, i, end - i)) * 0x9E3779B97F4A7C15u;  // 2^64 / golden ratio
  }
  return static_cast<std::uint32_t>(number >> 32);
}

// The high bit of each of eight bytes that is white space or another control character.
std::uint64_t space_bits(std::uint64_t bytes) {
  constexpr std::uint64_t kLow = 0x7F7F7F7F7F7F7F7Fu, kAboveSpace = 0x5F5F5F5F5F5F5F5Fu;
  return ~(((bytes & kLow) + kAboveSpace) | bytes) & ~kLow;
}

// A number for each word: comparing numbers, and finding spaces eight bytes at a time, is what
// makes looking through every answer cheap.
std::vector<std::uint32_t> words_of(std::string_view text) {
  static_assert(std::endian::native == std::endian::little);
  std::vector<std::uint32_t> words;
  words.reserve(text.size() / 4);
  std::size_t begin = 0;
  const auto end_word = [&](std::size_t end) {
    if (end > begin) words.push_back(word_number(text, begin, end));
    begin = end + 1;
  };
  for (std::size_t i = 0; i < text.size(); i += kBlock) {
    const std::size_t count = std::min(kBlock, text.size() - i);
    std::uint64_t spaces = space_bits(bytes_from(text, i, count));
    if (count < kBlock) spaces &= (std::uint64_t{1} << (8 * count)) - 1;
    for (; spaces != 0; spaces &= spaces - 1) {
      end_word(i + static_cast<std::size_t>(std::countr_zero(spaces)) / 8);
    }
  }
  end_word(text.size());
  return words;
}

// How many words stand again `length` words later.
std::size_t match_count(const std::vector<std::uint32_t>& words, std::size_t length) {
  std::size_t count = 0;
  for (std::size_t i = length; i < words.size(); ++i) count += words[i] == words[i - length];
  return count;
}

// Most words in a row that one phrase of `length` words fills, standing kRepeats times or more.
std::size_t longest_repetition(const std::vector<std::uint32_t>& words, std::size_t length) {
  const std::size_t least = (kRepeats - 1) * length;
  if (match_count(words, length) < least) return 0;  // as in most answers
  std::size_t longest = 0, matched = 0;
  for (std::size_t i = length; i < words.size(); ++i) {
    matched = words[i] == words[i - length] ? matched + 1 : 0;
    longest = std::max(longest, matched);
  }
  return longest >= least ? longest + length : 0;
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
  const std::vector<std::uint32_t> words = words_of(answer);
  for (std::size_t length = 1; length <= kLongestPhrase; ++length) {
    const std::size_t covered = longest_repetition(words, length);
    if (covered > 0 && covered * 100 >= words.size() * kCoveredPercent) return true;
  }
  return has_repeated_line(answer);
}

}  // namespace sightmark
