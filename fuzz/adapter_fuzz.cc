#include <cstdint>
#include <string>
#include <variant>

#include "engine/adapter_protocol.h"
#include "fuzz/require.h"

using namespace sightmark;

// Whether all that a message says is what a reader may count on.
struct MessageCheck {
  bool operator()(const AdapterHello& hello) const {
    return is_valid_utf8(hello.name) && is_valid_utf8(hello.version);
  }
  bool operator()(const AdapterLoaded& loaded) const {
    bool is_good = is_valid_utf8(loaded.model_id) && is_valid_utf8(loaded.dtype);
    for (const Fact& fact : loaded.facts) {
      const auto* text = std::get_if<std::string>(&fact.value);
      is_good = is_good && is_valid_utf8(fact.name) && (!text || is_valid_utf8(*text));
    }
    return is_good;
  }
  bool operator()(const AdapterToken& token) const {
    return is_count(token.id) && is_count(token.count) && is_valid_utf8(token.text);
  }
  bool operator()(const AdapterDone& done) const {
    return is_count(done.id) && is_count(done.prompt_tokens) && is_count(done.image_tokens) &&
           is_count(done.generated_tokens) && is_count(done.cached_tokens) &&
           is_valid_utf8(done.finish_reason);
  }
  bool operator()(const AdapterError& error) const {
    return is_count(error.id) && is_valid_utf8(error.message);
  }
};

// Each line is a message in the answer to question 1.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  AdapterAnswer answer(1, Instant{});
  for (bool is_over = false; !text.empty() && !is_over;) {
    const auto end = text.find('\n');
    const auto message = parse_adapter_message(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (message) {
      require(std::visit(MessageCheck{}, *message));
      is_over = answer.take(*message, Instant{});
    } else {
      require(is_valid_utf8(message.error().message));
      is_over = answer.fail_with(message.error());
    }
  }
  const Generation generation = answer.finish(Instant{});
  require(is_valid_utf8(generation.text) && is_valid_utf8(generation.finish_reason));
  require(generation.text.empty() == !generation.first_token.has_value());
  require(generation.text.empty() == generation.arrivals.empty());
  require(!generation.failure || is_valid_utf8(generation.failure->message));
  return 0;
}
