#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/expected.h"

namespace sightmark {

// Finds the places in a JSON document where something begins, with simdjson's first stage: each of
// { } [ ] : , outside texts, and the first character of each text, number and word.
class JsonIndex {
 public:
  JsonIndex();
  ~JsonIndex();

  // Good until the next call. Fails where the document is empty or not UTF-8, or a text has no end
  // or holds a control character. The document must be followed by LineReader::kPadding bytes that
  // may be read. Behind the last place the first one stands twice more.
  Expected<std::span<const std::uint32_t>> places(std::string_view padded_document);

  // The text whose opening quote is at `place` of that document, its escapes resolved; data() is
  // null where one is wrong. Good until the next document.
  std::string_view unescaped(std::size_t place);

  // What is wrong with that document, in simdjson's words.
  std::string problem();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

enum class JsonKind : std::uint8_t { Broken, Object, Array, Text, Number, Boolean, Null };

// Walks through a JSON document (RFC 8259) that is an object once, from front to back. All of it is
// checked; only what is asked for is converted. A fault makes everything from there on Broken.
class JsonCursor {
 public:
  JsonCursor(std::string_view document, std::span<const std::uint32_t> places, JsonIndex& index);

  bool is_broken() const { return is_broken_; }
  bool is_at_end() const { return next_ == end_; }

  // Of the value that is next.
  JsonKind kind() const { return kKinds[static_cast<unsigned char>(here())]; }

  // Each of these takes the next value, which must be of its kind. A text is a view of the document
  // or of the index.
  std::string_view text();
  double number();
  bool boolean() {
    const bool is_true = here() == 't';
    skip();
    return is_true;
  }

  // Calls `take(key)` for each field in order; it has to take the value.
  template <typename Take>
  void object(Take take) {
    container('}', [&] {
      const std::string_view name = key();
      if (!is_broken_) take(name);
    });
  }

  // Calls `take()` for each item; it has to take the value.
  template <typename Take>
  void array(Take take) {
    container(']', take);
  }

  // Passes over the next value, whatever it is.
  [[gnu::always_inline]] void skip() {
    if (!is_usual_text(next_)) return skip_other();
    ++next_;
  }

 private:
  using Place = std::uint32_t;
  static constexpr int kDeepest = 1024;

  // By the first character of a value; a table, since a branch for each kind cannot be foreseen.
  static constexpr std::array<JsonKind, 256> kKinds = [] {
    std::array<JsonKind, 256> kinds{};
    kinds['{'] = JsonKind::Object;
    kinds['['] = JsonKind::Array;
    kinds['"'] = JsonKind::Text;
    kinds['t'] = kinds['f'] = JsonKind::Boolean;
    kinds['n'] = JsonKind::Null;
    for (unsigned char c = '0'; c <= '9'; ++c) kinds[c] = JsonKind::Number;
    kinds['-'] = JsonKind::Number;
    return kinds;
  }();

  // Behind the last place a brace opens, which is nothing that a walk looks for there.
  char char_at(const Place* at) const { return text_[*at]; }
  char here() const { return char_at(next_); }
  // Of the scalar there, white space behind it included; never the last place, which is a brace.
  std::size_t end_of_scalar(const Place* at) const { return at[1]; }
  [[gnu::cold]] const Place* broken() {
    is_broken_ = true;
    return end_;
  }
  [[gnu::cold]] void break_off() { next_ = broken(); }
  bool ends_scalar(const char* after) const;

  // The key that is next, with its colon; broken where there is none.
  [[gnu::always_inline]] std::string_view key() {
    const Place* const at = next_;
    const bool is_usual =
        text_[*at] == '"' && text_[at[1]] == ':' && text_[at[1] - 1] == '"' && at[1] < next_escape_;
    if (!is_usual) return unusual_key();
    next_ = at + 2;
    return {text_ + *at + 1, at[1] - *at - 2};
  }
  // With escapes in it, space behind it or more digits than most; or no key at all.
  [[gnu::cold]] std::string_view unusual_key();
  [[gnu::noinline]] std::string_view unusual_text();
  [[gnu::cold]] double unusual_number();

  // Whether a text without escapes or a plain number is there, as most values are: one place.
  bool is_usual_text(const Place* at) const {
    return char_at(at) == '"' && end_of_scalar(at) <= next_escape_;
  }
  [[gnu::always_inline]] bool is_usual_number(const Place* at) const;

  // Behind the value there. A place that is passed from one to the next stays in a register; what
  // is usual is inlined, so that it saves none, and what is not is kept out of its way.
  [[gnu::always_inline]] const Place* past_value(const Place* at, int depth);
  void skip_other();
  [[gnu::noinline]] void skip_unusual();
  [[gnu::noinline]] const Place* past_object(const Place* at, int depth);
  [[gnu::noinline]] const Place* past_array(const Place* at, int depth);
  [[gnu::always_inline]] const Place* past_text(const Place* at);
  [[gnu::noinline]] const Place* past_unusual_text(const Place* at);  // with escapes in it
  [[gnu::cold]] const Place* past_unusual_number(const Place* at);
  template <std::size_t kSize>
  const Place* past_word(const Place* at, const char (&expected)[kSize]);

  template <typename TakeItem>
  void container(char closing, TakeItem take_item) {
    if (is_at_end() || ++depth_ > kDeepest) return break_off();
    ++next_;
    if (here() == closing) {
      ++next_;
    } else {
      for (char after = ','; after == ',';) {
        take_item();
        after = here();
        if (after != ',' && after != closing) return break_off();
        ++next_;
      }
    }
    --depth_;
  }

  const char* text_;
  std::size_t size_;
  const Place* next_;
  const Place* end_;
  JsonIndex& index_;
  std::size_t next_escape_;  // the first backslash behind some place already passed; npos: none
  bool is_broken_ = false;
  int depth_ = 0;
};

}  // namespace sightmark
