#include <cstdint>
#include <string>
#include <vector>

#include "base/text.h"
#include "engine/chat_stream.h"
#include "fuzz/require.h"

using namespace sightmark;

namespace {

// Calls `take` with one block after another, each in separate memory.
template <typename Take>
void each_block(std::string_view bytes, std::size_t block_size, Take take) {
  for (; !bytes.empty(); bytes.remove_prefix(std::min(block_size, bytes.size()))) {
    take(std::vector<char>(bytes.begin(), bytes.begin() + std::min(block_size, bytes.size())));
  }
}

// All events, and whether one was too long.
std::string events_in_blocks(std::string_view bytes, std::size_t block_size) {
  SseParser parser(64);
  std::string events;
  each_block(bytes, block_size, [&](const std::vector<char>& block) {
    parser.feed({block.data(), block.size()});
    while (const auto data = parser.next()) {
      require(data->size() <= 64);
      events.append(*data).append(2, '\0');
    }
  });
  return events + (parser.is_too_long() ? "too long" : "");
}

Generation answer_in_blocks(std::string_view bytes, std::size_t block_size) {
  ChatStream stream(Instant{});
  each_block(bytes, block_size, [&](const std::vector<char>& block) {
    stream.take({block.data(), block.size()}, Instant{});
  });
  return stream.finish(Instant{}, std::nullopt);
}

void check(const Generation& generation) {
  require(is_valid_utf8(generation.text));
  require(plain_text(generation.finish_reason) == generation.finish_reason);
  require(generation.failure || !generation.text.empty());
  require(generation.first_token.has_value() == !generation.arrivals.empty());
  const TokenCounts& tokens = generation.tokens;
  for (const auto& count : {tokens.generated, tokens.cached, tokens.image})
    require(is_count(count));
  require(is_amount(generation.engine_prompt_ms) && is_amount(generation.engine_decode_ms));
  require((tokens.counter == TokenCounter::Engine) == tokens.generated.has_value());
  if (!generation.failure) return;
  const std::string& message = generation.failure->message;
  require(!message.empty() && plain_text(message) == message);
}

bool are_same(const Generation& a, const Generation& b) {
  const auto count = [](const Generation& g) {
    return g.arrivals.empty() ? 0 : g.arrivals.back().token_count;
  };
  const bool has_same_failure = a.failure.has_value() == b.failure.has_value() &&
                                (!a.failure || (a.failure->kind == b.failure->kind &&
                                                a.failure->message == b.failure->message));
  return has_same_failure && a.text == b.text && a.finish_reason == b.finish_reason &&
         a.tokens.prompt == b.tokens.prompt && a.tokens.generated == b.tokens.generated &&
         count(a) == count(b);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string events = events_in_blocks(bytes, size + 1);
  const Generation generation = answer_in_blocks(bytes, size + 1);
  check(generation);
  for (const std::size_t block_size : {1u, 2u, 3u, 7u, 50u}) {
    require(events_in_blocks(bytes, block_size) == events);
    require(are_same(answer_in_blocks(bytes, block_size), generation));
  }
  check(whole_chat_answer(bytes, Instant{}, Instant{}));
  return 0;
}
