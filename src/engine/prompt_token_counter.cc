#include "engine/prompt_token_counter.h"

#include <utility>

#include "engine/llama_server_reply.h"

namespace sightmark {

PromptTokenCounter::PromptTokenCounter(std::string base_url, std::string api_key)
    : base_url_(std::move(base_url)), api_key_(std::move(api_key)) {}

std::optional<std::int64_t> PromptTokenCounter::count(std::string_view prompt,
                                                      const std::stop_token& stop) {
  const std::lock_guard lock(mutex_);
  const auto known = count_by_prompt_.find(prompt);
  if (known != count_by_prompt_.end()) return known->second;
  return count_by_prompt_.emplace(prompt, ask(prompt, stop)).first->second;
}

std::optional<std::int64_t> PromptTokenCounter::ask(std::string_view prompt,
                                                    const std::stop_token& stop) {
  const auto templated = post("/apply-template", template_request(prompt), stop);
  const auto text = templated ? templated_prompt(*templated) : std::nullopt;
  if (!text) return std::nullopt;
  const auto tokens = post("/tokenize", tokenize_request(*text), stop);
  return tokens ? listed_token_count(*tokens) : std::nullopt;
}

std::optional<std::string> PromptTokenCounter::post(std::string_view path, const std::string& body,
                                                    const std::stop_token& stop) {
  constexpr std::size_t kAnswerByteLimit = std::size_t{16} << 20;
  std::string answer;
  const auto receive = [&](const HttpHead&, std::string_view block, Instant, Instant) {
    answer += block;
    return answer.size() <= kAnswerByteLimit;
  };
  const auto exchange = http_.exchange(
      {.url = base_url_ + std::string(path),
       .headers = {"Content-Type: application/json", "Authorization: Bearer " + api_key_},
       .body = body,
       .timeout = std::chrono::seconds(10)},
      receive, stop);
  if (exchange.how != HttpEnd::Complete || exchange.head.status != 200) return std::nullopt;
  return answer;
}

}  // namespace sightmark
