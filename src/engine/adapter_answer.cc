#include "engine/adapter_answer.h"

#include <fmt/format.h>

#include <utility>
#include <variant>

#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::size_t kTextByteLimit = std::size_t{16} << 20;

Failure malformed(std::string message) { return {FailureKind::Malformed, std::move(message)}; }

}  // namespace

AdapterAnswer::AdapterAnswer(std::int64_t id, Instant sent) : id_(id) { generation_.sent = sent; }

bool AdapterAnswer::take(const AdapterMessage& message, Instant arrived) {
  if (const auto* token = std::get_if<AdapterToken>(&message)) return take_token(*token, arrived);
  if (const auto* done = std::get_if<AdapterDone>(&message)) return take_done(*done);
  if (const auto* error = std::get_if<AdapterError>(&message)) return take_error(*error);
  return fail_with(malformed("a message that belongs to the start, in an answer"));
}

bool AdapterAnswer::fail_with(Failure failure) {
  generation_.failure = std::move(failure);
  return true;
}

bool AdapterAnswer::take_token(const AdapterToken& token, Instant arrived) {
  if (token.id != id_) return fail_with(wrong_id(token.id));
  if (generation_.text.size() + token.text.size() > kTextByteLimit)
    return fail_with(malformed("an answer that is longer than 16 MB"));
  token_count_ = token.count.value_or(token_count_ + 1);
  is_counted_ = is_counted_ && token.count;
  if (token.text.empty()) return false;
  generation_.text += token.text;
  if (!generation_.first_token) generation_.first_token = arrived;
  auto& arrivals = generation_.arrivals;
  const std::chrono::nanoseconds since_sent = arrived - generation_.sent;
  if (arrivals.empty() || arrivals.back().since_sent != since_sent)
    arrivals.push_back({since_sent, 0});
  arrivals.back().token_count = token_count_;
  return false;
}

bool AdapterAnswer::take_done(const AdapterDone& done) {
  if (done.id != id_) return fail_with(wrong_id(done.id));
  TokenCounts& tokens = generation_.tokens;
  tokens.prompt = done.prompt_tokens;
  tokens.image = done.image_tokens;
  if (tokens.prompt && tokens.image && *tokens.prompt >= *tokens.image)
    tokens.prompt_text = *tokens.prompt - *tokens.image;
  tokens.cached = done.cached_tokens;
  tokens.generated = done.generated_tokens;
  if (!tokens.generated && is_counted_ && token_count_ > 0) tokens.generated = token_count_;
  if (tokens.generated || !generation_.arrivals.empty())
    tokens.counter = tokens.generated ? TokenCounter::Engine : TokenCounter::Arrivals;
  generation_.finish_reason = done.finish_reason;
  if (generation_.text.empty())
    generation_.failure = Failure{FailureKind::Empty, "the answer has no text"};
  return true;
}

bool AdapterAnswer::take_error(const AdapterError& error) {
  if (error.id && *error.id != id_) return fail_with(wrong_id(*error.id));
  return fail_with({FailureKind::Rejected, plain_text(error.message)});
}

Failure AdapterAnswer::wrong_id(std::int64_t id) const {
  return malformed(fmt::format("an answer to question {}, where {} was asked", id, id_));
}

Generation AdapterAnswer::finish(Instant end) {
  generation_.end = end;
  return std::move(generation_);
}

}  // namespace sightmark
