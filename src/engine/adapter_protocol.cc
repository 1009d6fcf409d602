#include "engine/adapter_protocol.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.h"

namespace sightmark {
namespace {

namespace dom = simdjson::dom;
using Parsed = tl::expected<AdapterMessage, Failure>;

constexpr std::int64_t kLargestCount = 1'000'000'000;  // beyond that it is a mistake
constexpr std::size_t kShownLength = 120;              // code points of a line in a message
constexpr std::size_t kTextByteLimit = std::size_t{16} << 20;

// The fields of one object; keeps the name of the first one that is not what it must be.
class Fields {
 public:
  explicit Fields(dom::object object) : object_(object) {}

  std::string_view wrong_field() const { return wrong_field_; }

  std::string text(std::string_view key) {
    std::string_view value;
    if (object_[key].get(value)) wrong_field_ = key;
    return std::string(value);
  }

  std::string text_if_there(std::string_view key) { return has(key) ? text(key) : ""; }

  std::int64_t count(std::string_view key) {
    std::int64_t value = 0;
    if (object_[key].get(value) || value < 0 || value > kLargestCount) wrong_field_ = key;
    return value;
  }

  std::optional<std::int64_t> count_if_there(std::string_view key) {
    return has(key) ? std::optional(count(key)) : std::nullopt;
  }

  Facts facts_if_there(std::string_view key) {
    Facts facts;
    dom::object object;
    if (!has(key)) return facts;
    if (object_[key].get(object)) {
      wrong_field_ = key;
      return facts;
    }
    for (const auto [name, value] : object) {
      if (!value.is_null()) facts.push_back({std::string(name), fact_value(name, value)});
    }
    return facts;
  }

 private:
  bool has(std::string_view key) const {
    const auto field = object_[key];
    return !field.error() && !field.value_unsafe().is_null();
  }

  decltype(Fact::value) fact_value(std::string_view name, dom::element value) {
    switch (value.type()) {
      case dom::element_type::BOOL:
        return bool{value};
      case dom::element_type::INT64:
        return std::int64_t{value};
      case dom::element_type::DOUBLE:
        return double{value};
      case dom::element_type::STRING:
        return std::string(std::string_view{value});
      case dom::element_type::ARRAY:
        return texts_of(name, value);
      default:
        wrong_field_ = name;
        return false;
    }
  }

  std::vector<std::string> texts_of(std::string_view name, dom::array list) {
    std::vector<std::string> texts;
    for (const dom::element entry : list) {
      std::string_view text;
      if (entry.get(text)) wrong_field_ = name;
      texts.emplace_back(text);
    }
    return texts;
  }

  dom::object object_;
  std::string_view wrong_field_;
};

Parsed hello_of(Fields& fields) {
  const std::int64_t protocol = fields.count("protocol");
  AdapterHello hello{fields.text("name"), fields.text_if_there("version")};
  if (!fields.wrong_field().empty() || protocol == kAdapterProtocol) return hello;
  return failed(FailureKind::Malformed,
                fmt::format("the adapter speaks version {} of the protocol, sightmark {}", protocol,
                            kAdapterProtocol));
}

Parsed message_of(std::string_view type, Fields& fields) {
  if (type == "hello") return hello_of(fields);
  if (type == "loaded") {
    return AdapterLoaded{fields.text_if_there("model_id"), fields.text_if_there("dtype"),
                         fields.facts_if_there("facts")};
  }
  if (type == "token") {
    return AdapterToken{fields.count("id"), fields.text("text"), fields.count_if_there("count")};
  }
  if (type == "done") {
    return AdapterDone{.id = fields.count("id"),
                       .finish_reason = fields.text_if_there("finish_reason"),
                       .prompt_tokens = fields.count_if_there("prompt_tokens"),
                       .image_tokens = fields.count_if_there("image_tokens"),
                       .generated_tokens = fields.count_if_there("generated_tokens"),
                       .cached_tokens = fields.count_if_there("cached_tokens")};
  }
  if (type == "error") return AdapterError{fields.count_if_there("id"), fields.text("message")};
  return failed(FailureKind::Malformed, fmt::format("a message of the unknown type \"{}\"",
                                                    shortened(plain_text(type), kShownLength)));
}

// JSON on a line; nlohmann escapes newlines in texts.
std::string line_of(const nlohmann::ordered_json& json) { return json.dump() + '\n'; }

}  // namespace

Parsed parse_adapter_message(std::string_view line) {
  dom::parser parser;
  dom::element root;
  dom::object object;
  const auto error = parser.parse(line.data(), line.size()).get(root);
  if (error == simdjson::UTF8_ERROR) {
    return failed(FailureKind::InvalidText, "a line that is not valid UTF-8");
  }
  if (error || root.get(object)) {
    return failed(FailureKind::Malformed, fmt::format("a line that is no JSON object: \"{}\"",
                                                      shortened(plain_text(line), kShownLength)));
  }
  Fields fields(object);
  const std::string type = fields.text("type");
  auto message = fields.wrong_field().empty() ? message_of(type, fields) : AdapterMessage{};
  if (fields.wrong_field().empty()) return message;
  return failed(FailureKind::Malformed,
                fmt::format("field \"{}\" of a message is missing or wrong: \"{}\"",
                            shortened(plain_text(fields.wrong_field()), kShownLength),
                            shortened(plain_text(line), kShownLength)));
}

std::string adapter_hello() { return line_of({{"type", "hello"}, {"protocol", kAdapterProtocol}}); }

std::string adapter_load(std::string_view model) {
  nlohmann::ordered_json json{{"type", "load"}};
  if (!model.empty()) json["model"] = model;
  return line_of(json);
}

std::string adapter_generate(std::int64_t id, const Question& question) {
  return line_of({{"type", "generate"},
                  {"id", id},
                  {"prompt", question.prompt},
                  {"image_path", question.image_path},
                  {"max_new_tokens", question.max_new_tokens},
                  {"seed", question.seed},
                  {"temperature", 0}});
}

std::string adapter_quit() { return line_of({{"type", "quit"}}); }

AdapterAnswer::AdapterAnswer(std::int64_t id, Instant sent) : id_(id) { generation_.sent = sent; }

bool AdapterAnswer::take(const AdapterMessage& message, Instant arrived) {
  if (const auto* token = std::get_if<AdapterToken>(&message)) return take_token(*token, arrived);
  if (const auto* done = std::get_if<AdapterDone>(&message)) return take_done(*done);
  if (const auto* error = std::get_if<AdapterError>(&message)) return take_error(*error);
  return fail_with({FailureKind::Malformed, "a message that belongs to the start, in an answer"});
}

bool AdapterAnswer::fail_with(Failure failure) {
  generation_.failure = std::move(failure);
  return true;
}

bool AdapterAnswer::take_token(const AdapterToken& token, Instant arrived) {
  if (token.id != id_) return fail_with(wrong_id(token.id));
  if (generation_.text.size() + token.text.size() > kTextByteLimit)
    return fail_with({FailureKind::Malformed, "an answer that is longer than 16 MB"});
  token_count_ = token.count.value_or(token_count_ + 1);
  is_counted_ = is_counted_ && token.count;
  if (token.text.empty()) return false;
  generation_.text += token.text;
  generation_.add_arrival(arrived, token_count_);
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
  return {FailureKind::Malformed,
          fmt::format("an answer to question {}, where {} was asked", id, id_)};
}

Generation AdapterAnswer::finish(Instant end) {
  generation_.end = end;
  return std::move(generation_);
}

}  // namespace sightmark
