#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "base/fact.h"
#include "engine/engine.h"

// The JSON of chat completions: https://platform.openai.com/docs/api-reference/chat
namespace sightmark {

// The JSON body that asks a question of a chat completions endpoint: streamed, with usage, greedy
// (temperature 0); one message of the user with the image as a data URI, where there is one, and
// the prompt. Each of `extra_fields` is a field more.
std::string chat_request(std::string_view model, const Question& question,
                         const Facts& extra_fields);

// What one JSON document of a chat completion says: a chunk of a stream, a whole answer, or an
// error. What it does not say, or says as null, is empty or absent. Texts are UTF-8 and good until
// the parser is used again.
struct ChatChunk {
  std::string_view content, reasoning;  // of the first choice: what is new, or all of it
  std::string_view finish_reason;
  std::optional<std::string_view> error;  // the message in it; empty where it has none

  // "usage": counted by the engine.
  std::optional<std::int64_t> prompt_tokens, generated_tokens, cached_tokens;
  std::optional<std::int64_t> image_tokens, text_tokens;  // of the prompt

  // "timings" of llama-server: tokens processed (those from the cache apart), by its clock.
  std::optional<std::int64_t> prompt_n, predicted_n, cache_n;
  std::optional<double> prompt_ms, predicted_ms;
};

// Parses the documents of one answer after another; from one thread at a time.
class ChatChunkParser {
 public:
  ChatChunkParser();
  ~ChatChunkParser();

  // Fails as InvalidText where it is not UTF-8, and as Malformed where it is not one valid JSON
  // object or a text in it is none. A number that cannot be true counts as absent.
  tl::expected<ChatChunk, Failure> parse(std::string_view json);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sightmark
