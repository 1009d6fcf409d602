#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sightmark {

// One server-sent event. Good until the parser is used again.
struct SseEvent {
  std::string_view type;  // of the field "event"; empty where there is none, which means "message"
  std::string_view data;  // the lines of the fields "data", joined by newlines
};

// Takes server-sent events (sse) out of blocks of bytes as they arrive, wherever these are cut:
// https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
// Text that no blank line ends is no event. An event of one line of data within a block is not
// copied.
class SseParser {
 public:
  explicit SseParser(std::size_t event_byte_limit = std::size_t{16} << 20);
  SseParser(const SseParser&) = delete;
  SseParser& operator=(const SseParser&) = delete;

  // The next bytes, which must stay in place until `next` has returned nothing.
  void feed(std::string_view block) { block_ = block; }

  // The next whole event; nothing until more is fed, or once an event is too long.
  std::optional<SseEvent> next();

  // Whether an event is longer than the limit. No event comes after it.
  bool is_too_long() const { return is_too_long_; }

 private:
  std::optional<std::string_view> next_line();
  void keep_begun_line();
  void take_field(std::string_view line);
  void add_data(std::string_view value);
  void keep_data();

  std::size_t event_byte_limit_;
  std::string_view block_;  // what is left of the block
  std::string begun_line_;  // its end has not come yet
  std::string line_;        // a line that came in several blocks
  std::string type_;
  std::string_view data_;  // of the event begun: in the block, in line_ or in kept_data_
  std::string kept_data_;
  bool has_data_ = false;
  bool is_dispatched_ = false;    // the event in type_ and data_ was returned
  bool is_first_line_ = true;     // which may begin with a byte order mark
  bool is_after_return_ = false;  // a newline that comes now belongs to the line before
  bool is_too_long_ = false;
};

}  // namespace sightmark
