#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "engine/chat_message.h"
#include "engine/engine.h"

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

// Makes a Generation of a streamed chat completion while its bytes arrive.
//
// It is complete with the mark "[DONE]", or with a finish_reason where the server then ended the
// response in good order; anything else is a CutStream. A chunk without a
// running count (timings.predicted_n, usage.completion_tokens) counts as one token.
class ChatStream {
 public:
  explicit ChatStream(Instant sent);

  // Takes the next bytes, which arrived at `arrived`.
  void take(std::string_view block, Instant arrived);

  // Whether nothing that still comes can change the answer: it is complete, or it has failed.
  bool is_over() const { return is_done_ || generation_.failure.has_value(); }

  // The answer, or as much of it as came, its texts as the server sent them. `broken` says why the
  // response ended before its end; absent if it ended in good order. Call once.
  Generation finish(Instant end, std::optional<Failure> broken);

 private:
  void take_event(std::string_view data, Instant arrived);
  void take_text(const ChatChunk& chunk, Instant arrived);

  SseParser events_;
  ChatChunkParser chunks_;
  Generation generation_;
  std::int64_t token_count_ = 0;
  bool has_reasoning_ = false;
  bool is_done_ = false;
};

// The same for a server that sent its answer whole, as one JSON document. It does not show when the
// text was generated: there is no first token, and there are no arrivals.
Generation whole_chat_answer(std::string_view json, Instant sent, Instant end);

}  // namespace sightmark
