#pragma once

#include <string>

// The events of a streamed chat completion, as servers send them.
namespace sightmark {

// New text, which is part of a JSON string already.
inline std::string chat_event(const std::string& text_json) {
  return R"(data: {"id":"c","object":"chat.completion.chunk","choices":[{"index":0,)"
         R"("delta":{"content":")" +
         text_json + R"("},"finish_reason":null}]})" + "\n\n";
}

inline std::string finish_event(const std::string& reason) {
  return R"(data: {"choices":[{"index":0,"delta":{},"finish_reason":")" + reason + R"("}]})" +
         "\n\n";
}

inline std::string usage_event(int prompt_token_count, int generated_token_count) {
  return R"(data: {"choices":[],"usage":{"prompt_tokens":)" + std::to_string(prompt_token_count) +
         R"(,"completion_tokens":)" + std::to_string(generated_token_count) + "}}\n\n";
}

inline const std::string kDoneEvent = "data: [DONE]\n\n";

}  // namespace sightmark
