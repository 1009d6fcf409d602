#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "engine/chat_message.h"
#include "engine/engine.h"
#include "engine/sse_parser.h"

namespace sightmark {

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
