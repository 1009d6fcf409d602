#include "engine/chat_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::size_t kTextByteLimit = std::size_t{16} << 20;  // no model writes that much

// The later count, where there is one. Only the cache can have given 0 tokens: any other count of 0
// means that the server did not count.
void take_count(std::optional<std::int64_t>& count, std::optional<std::int64_t> reported,
                std::int64_t least = 1) {
  if (reported && *reported >= least) count = reported;
}

void take_counts(const ChatChunk& chunk, TokenCounts& tokens) {
  if (chunk.prompt_n) take_count(tokens.prompt, *chunk.prompt_n + chunk.cache_n.value_or(0));
  take_count(tokens.cached, chunk.cache_n, 0);
  take_count(tokens.generated, chunk.predicted_n);
  take_count(tokens.prompt, chunk.prompt_tokens);
  take_count(tokens.generated, chunk.generated_tokens);
  take_count(tokens.cached, chunk.cached_tokens, 0);
  take_count(tokens.image, chunk.image_tokens);
  take_count(tokens.prompt_text, chunk.text_tokens);
}

// If the engine reports the image's part of the prompt but not the text's, the rest is text: the
// total includes both.
void settle(TokenCounts& tokens, std::int64_t arrival_count) {
  if (!tokens.prompt_text && tokens.prompt && tokens.image && *tokens.image < *tokens.prompt) {
    tokens.prompt_text = *tokens.prompt - *tokens.image;
  }
  if (tokens.generated) {
    tokens.counter = TokenCounter::Engine;
  } else if (arrival_count > 0) {
    tokens.counter = TokenCounter::Arrivals;
  }
}

// Everything a chunk says, except its text.
void take_facts(const ChatChunk& chunk, Generation& generation) {
  take_counts(chunk, generation.tokens);
  if (chunk.prompt_ms) generation.engine_prompt_ms = chunk.prompt_ms;
  if (chunk.predicted_ms) generation.engine_decode_ms = chunk.predicted_ms;
  if (!chunk.finish_reason.empty()) generation.finish_reason = plain_text(chunk.finish_reason);
  if (!chunk.error) return;
  const std::string words = plain_text(*chunk.error);
  generation.failure =
      Failure{FailureKind::Rejected, words.empty() ? "the server sent an error that says nothing"
                                                   : "the server says: " + words};
}

Failure no_text(bool has_reasoning) {
  return {FailureKind::Empty,
          has_reasoning ? "the model reasoned and then gave no answer; allow it more new tokens"
                        : "the answer is complete, but has no text"};
}

}  // namespace

ChatStream::ChatStream(Instant sent) { generation_.sent = sent; }

void ChatStream::take(std::string_view block, Instant arrived) {
  if (is_over()) return;
  events_.feed(block);
  while (const auto data = events_.next()) {
    take_event(*data, arrived);
    if (is_over()) return;
  }
  if (events_.is_too_long() || generation_.text.size() > kTextByteLimit) {
    generation_.failure = Failure{FailureKind::Malformed, "the answer is longer than 16 MB"};
  }
}

void ChatStream::take_event(std::string_view data, Instant arrived) {
  if (data == "[DONE]") {
    is_done_ = true;
    generation_.end = arrived;
    return;
  }
  const auto chunk = chunks_.parse(data);
  if (!chunk) {
    generation_.failure = chunk.error();
    return;
  }
  take_text(*chunk, arrived);
  take_facts(*chunk, generation_);
}

void ChatStream::take_text(const ChatChunk& chunk, Instant arrived) {
  if (chunk.content.empty() && chunk.reasoning.empty()) return;
  has_reasoning_ = has_reasoning_ || !chunk.reasoning.empty();
  generation_.text += chunk.content;

  const auto reported = chunk.predicted_n ? chunk.predicted_n : chunk.generated_tokens;
  token_count_ = std::max(token_count_, reported.value_or(token_count_ + 1));
  generation_.add_arrival(arrived, token_count_);
}

Generation ChatStream::finish(Instant end, std::optional<Failure> broken) {
  if (!is_done_) generation_.end = end;
  if (!is_over()) {
    if (broken) {
      generation_.failure = std::move(broken);
    } else if (generation_.finish_reason.empty()) {
      generation_.failure = Failure{
          FailureKind::CutStream,
          fmt::format("the stream ended after {} bytes of text, before a finish_reason or [DONE]",
                      generation_.text.size())};
    }
  }
  if (!generation_.failure && generation_.text.empty()) {
    generation_.failure = no_text(has_reasoning_);
  }
  settle(generation_.tokens, token_count_);
  return std::move(generation_);
}

Generation whole_chat_answer(std::string_view json, Instant sent, Instant end) {
  Generation generation{.sent = sent, .end = end};
  ChatChunkParser parser;
  const auto chunk = parser.parse(json);
  if (!chunk) {
    generation.failure = chunk.error();
    return generation;
  }
  generation.text = chunk->content;
  take_facts(*chunk, generation);
  settle(generation.tokens, 0);
  if (!generation.failure && generation.text.empty()) {
    generation.failure = no_text(!chunk->reasoning.empty());
  }
  return generation;
}

SseParser::SseParser(std::size_t event_byte_limit) : event_byte_limit_(event_byte_limit) {}

void SseParser::feed(std::string_view block) {
  if (is_too_long_) return;
  buffer_.erase(0, begin_);
  scanned_ -= begin_;
  begin_ = 0;
  buffer_ += block;
}

std::optional<std::string_view> SseParser::next() {
  if (std::exchange(is_dispatched_, false)) data_.clear();
  while (const auto line = next_line()) {
    if (!line->empty()) {
      take_field(*line);
    } else if (std::exchange(has_data_, false)) {
      is_dispatched_ = true;
      return data_;
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> SseParser::next_line() {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (is_too_long_) return std::nullopt;
  if (begin_ < buffer_.size() && std::exchange(is_after_return_, false) &&
      buffer_[begin_] == '\n') {
    scanned_ = ++begin_;
  }
  const std::string_view unread = std::string_view(buffer_).substr(scanned_);
  const std::string_view until_newline = unread.substr(0, unread.find('\n'));
  const std::size_t end = scanned_ + std::min(until_newline.find('\r'), until_newline.size());
  is_too_long_ = end - begin_ > event_byte_limit_;
  if (is_too_long_) return std::nullopt;
  if (end == buffer_.size()) {
    scanned_ = end;
    return std::nullopt;
  }
  std::string_view line = std::string_view(buffer_).substr(begin_, end - begin_);
  is_after_return_ = buffer_[end] == '\r';
  begin_ = scanned_ = end + 1;
  if (std::exchange(is_first_line_, false) && line.starts_with(kByteOrderMark)) {
    line.remove_prefix(kByteOrderMark.size());
  }
  return line;
}

void SseParser::take_field(std::string_view line) {
  const std::size_t colon = std::min(line.find(':'), line.size());
  const std::string_view name = line.substr(0, colon);  // empty: a comment
  std::string_view value = line.substr(std::min(colon + 1, line.size()));
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name != "data") return;
  if (std::exchange(has_data_, true)) data_ += '\n';
  data_ += value;
  is_too_long_ = data_.size() > event_byte_limit_;
}

}  // namespace sightmark
