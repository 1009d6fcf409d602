#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace sightmark {

// Texts that must reach no file and no message: an API key, a password in a URL. All that a server
// says passes through `redacted` before it is shortened, recorded or shown.
class Secrets {
 public:
  // A text of fewer bytes is a placeholder ("none", "EMPTY"), and to hide it would cut common words
  // out of answers.
  static constexpr std::size_t kSmallestSize = 8;

  explicit Secrets(const std::vector<std::string>& secrets);

  // `text` with "…" in the place of each secret, and of each piece of one of at least 12
  // characters: as it stands, with characters in JSON's escapes (\/, \u002f, escaped twice as well)
  // or percent-encoded, and in Base64 of a text that holds it ("user:password").
  std::string redacted(std::string_view text) const;

 private:
  void add(const std::string& form);
  std::size_t secret_size(std::string_view text) const;

  // Each form of each secret, from each place on where a piece of it may begin.
  struct Ending {
    std::string text;
    std::size_t needed_size;  // this much of its beginning is a match
  };
  std::array<std::vector<Ending>, 256> endings_by_first_byte_;
};

}  // namespace sightmark
