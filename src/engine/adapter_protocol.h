#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>

#include "base/clock.h"
#include "base/fact.h"
#include "engine/engine.h"

// What sightmark and an adapter say to each other, a line of JSON each: docs/engines.md.
namespace sightmark {

constexpr std::int64_t kAdapterProtocol = 1;

struct AdapterHello {
  std::string name, version;
};

struct AdapterLoaded {
  std::string model_id, dtype;  // empty: not reported
  Facts facts;
};

struct AdapterToken {
  std::int64_t id;
  std::string text;
  std::optional<std::int64_t> count;  // of all tokens generated so far
};

struct AdapterDone {
  std::int64_t id;
  std::string finish_reason;
  std::optional<std::int64_t> prompt_tokens, image_tokens, generated_tokens, cached_tokens;
};

struct AdapterError {
  std::optional<std::int64_t> id;  // absent: it is about no question
  std::string message;
};

using AdapterMessage =
    std::variant<AdapterHello, AdapterLoaded, AdapterToken, AdapterDone, AdapterError>;

// Parses an adapter's line. Fails as InvalidText where the line is not UTF-8, and as Malformed
// where it is no message of this protocol. Texts of the message are valid UTF-8, and its counts are
// not negative.
tl::expected<AdapterMessage, Failure> parse_adapter_message(std::string_view line);

// What sightmark says, each with the newline at its end. Texts must be UTF-8.
std::string adapter_hello();
std::string adapter_load(std::string_view model);
std::string adapter_generate(std::int64_t id, const Question& question);
std::string adapter_quit();

// Makes a Generation from an adapter's messages, as they arrive.
class AdapterAnswer {
 public:
  AdapterAnswer(std::int64_t id, Instant sent);

  // Each returns whether the answer is over.
  bool take(const AdapterMessage& message, Instant arrived);
  bool fail_with(Failure failure);

  Generation finish(Instant end);  // call once

 private:
  bool take_token(const AdapterToken& token, Instant arrived);
  bool take_done(const AdapterDone& done);
  bool take_error(const AdapterError& error);
  Failure wrong_id(std::int64_t id) const;

  std::int64_t id_;
  Generation generation_;
  std::int64_t token_count_ = 0;
  bool is_counted_ = true;  // so far each token had a count
};

}  // namespace sightmark
