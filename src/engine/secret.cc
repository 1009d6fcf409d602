#include "engine/secret.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/hash.h"

namespace sightmark {
namespace {

constexpr std::size_t kPieceSize = 12;  // less is no longer worth guessing the rest for
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

std::size_t byte_of(char character) { return static_cast<unsigned char>(character); }

// A character, and how many bytes spell it.
struct Spelled {
  char character;
  std::size_t size;
};

Spelled as_it_stands(std::string_view text) { return {text.front(), 1}; }

// The ASCII character that `size` hexadecimal digits at the start stand for.
std::optional<char> character_of(std::string_view digits, std::size_t size) {
  unsigned value = 0;
  const char* const end = digits.data() + std::min(size, digits.size());
  const auto result = std::from_chars(digits.data(), end, value, 16);
  const bool is_whole = digits.size() >= size && result.ptr == end && result.ec == std::errc{};
  return is_whole && value < 128 ? std::optional(static_cast<char>(value)) : std::nullopt;
}

Spelled unescaped(std::string_view text) {
  if (text.front() == '%') {
    const auto character = character_of(text.substr(1), 2);
    return character ? Spelled{*character, 3} : as_it_stands(text);
  }
  constexpr std::size_t kBackslashLimit = 4;  // of JSON within JSON within JSON
  const std::size_t count = text.substr(0, kBackslashLimit).find_first_not_of('\\');
  if (count == std::string_view::npos || count == 0) return as_it_stands(text);
  const auto character =
      text[count] == 'u' ? character_of(text.substr(count + 1), 4) : std::nullopt;
  return character ? Spelled{*character, count + 5} : Spelled{text[count], count + 1};
}

// The characters that `secret` alone decides in the Base64 of a text where it begins `shift` bytes
// after a multiple of three.
std::string base64_form(const std::string& secret, std::size_t shift) {
  const std::size_t begin = (shift * 8 + 5) / 6;
  const std::size_t end = (shift + secret.size()) * 8 / 6;
  return base64(std::string(shift, '\0') + secret).substr(begin, end - begin);
}

std::string in_url_alphabet(std::string base64) {
  std::replace(base64.begin(), base64.end(), '+', '-');
  std::replace(base64.begin(), base64.end(), '/', '_');
  return base64;
}

}  // namespace

Secrets::Secrets(const std::vector<std::string>& secrets) {
  for (const std::string& secret : secrets) {
    if (secret.size() < kSmallestSize) continue;
    add(secret);
    for (std::size_t shift = 0; shift < 3; ++shift) {
      const std::string form = base64_form(secret, shift);
      add(form);
      if (in_url_alphabet(form) != form) add(in_url_alphabet(form));
    }
  }
}

void Secrets::add(const std::string& form) {
  const std::size_t needed_size = std::min(form.size(), kPieceSize);
  for (std::size_t i = 0; i + needed_size <= form.size(); ++i) {
    endings_by_first_byte_[byte_of(form[i])].push_back({form.substr(i), needed_size});
  }
}

std::string Secrets::redacted(std::string_view text) const {
  std::string result;
  while (!text.empty()) {
    const std::size_t size = secret_size(text);
    result += size > 0 ? kEllipsis : text.substr(0, 1);
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return result;
}

// How many bytes at the start of `text` show a secret; 0: none.
std::size_t Secrets::secret_size(std::string_view text) const {
  std::size_t longest = 0;
  for (const auto spelled : {as_it_stands, unescaped}) {
    for (const Ending& ending : endings_by_first_byte_[byte_of(spelled(text).character)]) {
      std::size_t size = 0, character_count = 0;
      for (; character_count < ending.text.size() && size < text.size(); ++character_count) {
        const auto [character, step] = spelled(text.substr(size));
        if (character != ending.text[character_count]) break;
        size += step;
      }
      if (character_count >= ending.needed_size) longest = std::max(longest, size);
    }
  }
  return longest;
}

}  // namespace sightmark
