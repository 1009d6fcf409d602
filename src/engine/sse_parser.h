#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sightmark {

// Takes the data of server-sent events (SSE) out of blocks of bytes as they arrive, wherever the
// blocks are cut; other fields, such as the event's type, are ignored.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
class SseParser {
 public:
  explicit SseParser(std::size_t event_byte_limit = std::size_t{16} << 20);

  // Adds the next bytes.
  void feed(std::string_view block);

  // The data of the next whole event, its lines joined by newlines; valid until the next call. No
  // value until more is fed, or once an event is too long.
  std::optional<std::string_view> next();

  // Whether an event is longer than the limit. No event comes after it.
  bool is_too_long() const { return is_too_long_; }

 private:
  std::optional<std::string_view> next_line();
  void take_field(std::string_view line);

  std::size_t event_byte_limit_;
  std::string buffer_;
  std::size_t begin_ = 0;    // of the first line that was not taken yet
  std::size_t scanned_ = 0;  // up to here that line has no end
  std::string data_;         // of the current event
  bool has_data_ = false;
  bool is_dispatched_ = false;    // the event in data_ was returned
  bool is_first_line_ = true;     // which may begin with a byte order mark
  bool is_after_return_ = false;  // a newline that comes now belongs to the line before
  bool is_too_long_ = false;
};

}  // namespace sightmark
