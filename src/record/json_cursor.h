#pragma once

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
  // may be read.
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

enum class JsonKind { Object, Array, Text, Number, Boolean, Null, Broken };

// Walks through a JSON document (RFC 8259) that is an object once, from front to back. All of it is
// checked; only what is asked for is converted. A fault makes everything from there on Broken.
class JsonCursor {
 public:
  JsonCursor(std::string_view document, std::span<const std::uint32_t> places, JsonIndex& index);

  bool is_broken() const { return is_broken_; }
  bool is_at_end() const { return next_ == end_; }

  // Of the value that is next.
  JsonKind kind() const {
    switch (const char c = here()) {
      case '{':
        return JsonKind::Object;
      case '[':
        return JsonKind::Array;
      case '"':
        return JsonKind::Text;
      case 't':
      case 'f':
        return JsonKind::Boolean;
      case 'n':
        return JsonKind::Null;
      default:
        return c == '-' || (c >= '0' && c <= '9') ? JsonKind::Number : JsonKind::Broken;
    }
  }

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
      if (here() != '"') return break_off();
      const std::string_view key = text();
      if (here() != ':') return break_off();
      ++next_;
      take(key);
    });
  }

  // Calls `take()` for each item; it has to take the value.
  template <typename Take>
  void array(Take take) {
    container(']', take);
  }

  // Passes over the next value, whatever it is.
  void skip();

 private:
  static constexpr int kDeepest = 1024;

  char here() const { return next_ != end_ ? text_[*next_] : '\0'; }
  void break_off() {
    is_broken_ = true;
    next_ = end_;
  }
  bool ends_scalar(const char* after) const;
  void word(std::string_view expected);
  void skip_number();

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
  const std::uint32_t* next_;
  const std::uint32_t* end_;
  JsonIndex& index_;
  std::size_t first_escape_;  // place of a backslash; npos without one
  bool is_broken_ = false;
  int depth_ = 0;
};

}  // namespace sightmark
