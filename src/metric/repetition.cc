#include "metric/repetition.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <span>
#include <vector>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace sightmark {
namespace {

constexpr std::size_t kLongestPhrase = 8;  // words
constexpr std::size_t kRepeats = 3;
constexpr std::size_t kCoveredPercent = 30;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// A bit for each of 64 bytes that is white space or another control character.
std::uint64_t space_bits(const char* bytes) {
  std::uint64_t bits = 0;
#ifdef __SSE2__
  const __m128i space = _mm_set1_epi8(' ');
  for (unsigned i = 0; i < 64; i += 16) {
    const __m128i own = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + i));
    const int spaces = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(own, space), space));
    bits |= static_cast<std::uint64_t>(spaces) << i;
  }
#else
  constexpr std::uint64_t kLow = 0x7F7F7F7F7F7F7F7Fu, kAboveSpace = 0x5F5F5F5F5F5F5F5Fu;
  for (unsigned i = 0; i < 64; i += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes + i, sizeof eight);
    const std::uint64_t spaces = ~(((eight & kLow) + kAboveSpace) | eight) & ~kLow;
    bits |= ((spaces * 0x0002040810204081u) >> 56) << i;  // the high bit of each byte, together
  }
#endif
  return bits;
}

// Calls `take(begin, end)` for each word, sixty-four bytes at a time.
template <typename Take>
void each_word(std::string_view text, Take take) {
  static_assert(std::endian::native == std::endian::little);
  constexpr std::size_t kBlock = 64;
  std::size_t begin = 0, i = 0;
  const auto end_at = [&](std::size_t end) {
    if (end > begin) take(begin, end);
    begin = end + 1;
  };
  const auto take_block = [&](std::uint64_t spaces) {
    for (; spaces != 0; spaces &= spaces - 1) {
      end_at(i + static_cast<std::size_t>(std::countr_zero(spaces)));
    }
  };
  for (; i + kBlock <= text.size(); i += kBlock) take_block(space_bits(text.data() + i));
  const std::size_t rest = text.size() - i;
  if (rest > 0 && i > 0) {  // with bytes in front that were seen already
    take_block(space_bits(text.data() + text.size() - kBlock) >> (kBlock - rest));
  } else if (rest > 0) {
    char padded[kBlock];
    std::memset(padded, 'x', kBlock);
    std::memcpy(padded, text.data(), rest);
    take_block(space_bits(padded));
  }
  end_at(text.size());
}

// Whether one phrase of `length` of these words stands kRepeats times or more in a row, and so
// fills enough of them.
template <typename Words>
bool is_repeated(const Words& words, std::size_t length) {
  std::size_t longest = 0, matched = 0;
  for (std::size_t i = length; i < words.size(); ++i) {
    matched = words[i] == words[i - length] ? matched + 1 : 0;
    longest = std::max(longest, matched);
  }
  return longest >= (kRepeats - 1) * length &&
         (longest + length) * 100 >= words.size() * kCoveredPercent;
}

// Eight bits of each word of a text, to be compared many at a time. Length and first letter tell
// most words apart; the last one would not those of a list, which end in a comma each.
class WordHashes {
 public:
  void take(std::string_view text) {
    const std::size_t room = text.size() / 2 + 1 + kBlock + kLongestPhrase;
    if (hashes_.size() < room) hashes_.resize(room);
    std::uint8_t* next = hashes_.data();
    each_word(text, [&](std::size_t begin, std::size_t end) {
      *next++ =
          static_cast<std::uint8_t>(29 * (end - begin) + static_cast<std::uint8_t>(text[begin]));
    });
    count_ = static_cast<std::size_t>(next - hashes_.data());
    std::iota(next, next + kBlock + kLongestPhrase, std::uint8_t{0});
  }

  // For each length whether a phrase of so many words is repeated, were words told apart by these
  // bits: never a wrong no.
  std::array<bool, kLongestPhrase> may_repeat() const {
    const auto echoes = echo_counts();
    const std::span words(hashes_.data(), count_);
    std::array<bool, kLongestPhrase> may{};
    for (std::size_t length = 1; length <= kLongestPhrase; ++length) {
      const std::size_t own = echoes[length - 1];  // too few, in most texts
      may[length - 1] = own >= (kRepeats - 1) * length &&
                        (own + length) * 100 >= count_ * kCoveredPercent &&
                        is_repeated(words, length);
    }
    return may;
  }

 private:
  static constexpr std::size_t kBlock = 16;
  using Block = std::uint8_t __attribute__((vector_size(kBlock)));

  static std::size_t sum_of_bytes(Block bytes) {
#ifdef __SSE2__
    const __m128i sums = _mm_sad_epu8(reinterpret_cast<__m128i>(bytes), _mm_setzero_si128());
    const auto halves = std::bit_cast<std::array<std::uint64_t, 2>>(sums);
    return halves[0] + halves[1];
#else
    constexpr std::uint64_t kEverySecond = 0x00FF00FF00FF00FFu, kOnes = 0x0001000100010001u;
    std::size_t total = 0;
    for (const std::uint64_t eight : std::bit_cast<std::array<std::uint64_t, 2>>(bytes)) {
      const std::uint64_t pairs = (eight & kEverySecond) + ((eight >> 8) & kEverySecond);
      total += (pairs * kOnes) >> 48;
    }
    return total;
#endif
  }

  // How many words stand again 1, 2 ... words later, or seem to: what stands behind the last word
  // is looked at too.
  std::array<std::size_t, kLongestPhrase> echo_counts() const {
    const auto block_at = [&](std::size_t begin) {
      Block block;
      std::memcpy(&block, hashes_.data() + begin, kBlock);
      return block;
    };
    std::array<std::size_t, kLongestPhrase> totals{};
    for (std::size_t begin = 0; begin < count_;) {
      std::array<Block, kLongestPhrase> sums{};
      const std::size_t end = std::min(count_, begin + 255 * kBlock);  // no sum overflows
      for (; begin < end; begin += kBlock) {
        const Block words = block_at(begin);
        for (std::size_t i = 0; i < kLongestPhrase; ++i) {  // all ones is -1
          sums[i] -= reinterpret_cast<Block>(words == block_at(begin + 1 + i));
        }
      }
      for (std::size_t i = 0; i < kLongestPhrase; ++i) totals[i] += sum_of_bytes(sums[i]);
    }
    return totals;
  }

  std::vector<std::uint8_t> hashes_;
  std::size_t count_ = 0;
};

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  words.reserve(text.size() / 4);
  each_word(text, [&](std::size_t begin, std::size_t end) {
    words.push_back(text.substr(begin, end - begin));
  });
  return words;
}

// Whether a phrase is repeated of one of the lengths that may be. Few answers come here, whose code
// shall not weigh on that for all.
[[gnu::noinline]] bool has_repeated_phrase(std::string_view text,
                                           const std::array<bool, kLongestPhrase>& may_repeat) {
  const std::vector<std::string_view> words = words_of(text);
  for (std::size_t length = 1; length <= kLongestPhrase; ++length) {
    if (may_repeat[length - 1] && is_repeated(words, length)) return true;
  }
  return false;
}

bool has_repeated_phrase(std::string_view text) {
  thread_local WordHashes hashes;  // one piece of memory for all answers in turn
  hashes.take(text);
  const auto may_repeat = hashes.may_repeat();
  const bool may = std::find(may_repeat.begin(), may_repeat.end(), true) != may_repeat.end();
  return may && has_repeated_phrase(text, may_repeat);
}

// Calls `take(line)` for each line without the white space around it, where any is left.
template <typename Take>
void each_line(std::string_view text, Take take) {
  for (std::size_t end = text.find('\n'); !text.empty(); end = text.find('\n')) {
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    while (!line.empty() && is_space(line.front())) line.remove_prefix(1);
    while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
    if (!line.empty()) take(line);
  }
}

// Whether kRepeats lines may be the same, by their lengths and ends: never a wrong no.
bool may_have_repeated_line(std::string_view text) {
  std::array<std::uint8_t, 256> counts{};
  bool may = false;
  each_line(text, [&](std::string_view line) {
    const std::size_t hash = 61 * line.size() + 5 * static_cast<unsigned char>(line.front()) +
                             static_cast<unsigned char>(line.back());
    may |= ++counts[hash % counts.size()] == kRepeats;
  });
  return may;
}

bool has_repeated_line(std::string_view text) {
  const std::size_t first_end = text.find('\n');
  if (first_end == text.npos || text.find('\n', first_end + 1) == text.npos) return false;
  if (!may_have_repeated_line(text)) return false;
  std::vector<std::string_view> lines;
  each_line(text, [&](std::string_view line) { lines.push_back(line); });
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
