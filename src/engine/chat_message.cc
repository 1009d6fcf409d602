#include "engine/chat_message.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <nlohmann/json.hpp>

#include "base/hash.h"

namespace sightmark {
namespace {

namespace dom = simdjson::dom;

// Text that is not UTF-8 is mended: a request must be sendable.
std::string json_text(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string extra_json(const Facts& fields) {
  std::string json;
  for (const Fact& field : fields) {
    const nlohmann::json value =
        std::visit([](const auto& content) { return nlohmann::json(content); }, field.value);
    json += fmt::format(",{}:{}", json_text(field.name), json_text(value));
  }
  return json;
}

// Beyond these a number is a mistake.
constexpr std::int64_t kLargestCount = 1'000'000'000;
constexpr double kLargestMs = 1e12;  // 31 years

// Fills a chunk from the parts of a document, and keeps the first text that was none.
class ChunkFields {
 public:
  ChatChunk chunk;
  std::string_view wrong_field;  // empty: all is well

  void take_root(dom::object root) {
    std::string_view message;  // some servers' errors stand alone
    for (const auto [key, value] : root) {
      if (key == "choices") take_choices(value);
      if (key == "usage") each(value, [&](auto inner, auto field) { take_usage(inner, field); });
      if (key == "timings") each(value, [&](auto inner, auto field) { take_timing(inner, field); });
      if (key == "error") take_error(value);
      if (key == "message" || key == "detail") message = text_or_nothing(value);
    }
    if (!chunk.error && !message.empty()) chunk.error = message;
  }

 private:
  template <typename Take>
  static void each(dom::element value, Take take) {
    dom::object object;
    if (value.get(object)) return;
    for (const auto [key, field] : object) take(key, field);
  }

  static std::optional<std::int64_t> count(dom::element value) {
    std::int64_t number = 0;
    if (value.get(number) || number < 0 || number > kLargestCount) return std::nullopt;
    return number;
  }

  static std::optional<double> milliseconds(dom::element value) {
    double number = 0;
    if (value.get(number) || number < 0 || number > kLargestMs) return std::nullopt;
    return number;
  }

  static std::string_view text_or_nothing(dom::element value) {
    std::string_view characters;
    return value.get(characters) ? std::string_view{} : characters;
  }

  std::string_view text(std::string_view key, dom::element value) {
    if (!value.is_string() && !value.is_null()) wrong_field = key;
    return text_or_nothing(value);
  }

  void take_choices(dom::element value) {
    dom::array choices;
    if (value.get(choices) || choices.begin() == choices.end()) return;
    each(*choices.begin(), [&](std::string_view key, dom::element field) {
      if (key == "finish_reason") chunk.finish_reason = text(key, field);
      if (key == "delta" || key == "message") {
        each(field, [&](auto inner, auto part) { take_message(inner, part); });
      }
    });
  }

  void take_message(std::string_view key, dom::element value) {
    if (key == "content") chunk.content = text(key, value);
    // A server that sends both names sends the same text twice.
    if (key == "reasoning_content" || key == "reasoning") {
      const std::string_view reasoning = text_or_nothing(value);
      if (!reasoning.empty()) chunk.reasoning = reasoning;
    }
  }

  void take_usage(std::string_view key, dom::element value) {
    if (key == "prompt_tokens") chunk.prompt_tokens = count(value);
    if (key == "completion_tokens") chunk.generated_tokens = count(value);
    if (key != "prompt_tokens_details") return;
    each(value, [&](std::string_view inner, dom::element field) {
      if (inner == "cached_tokens") chunk.cached_tokens = count(field);
      if (inner == "image_tokens") chunk.image_tokens = count(field);
      if (inner == "text_tokens") chunk.text_tokens = count(field);
      if (inner != "multimodal_tokens") return;  // vLLM's place for them
      each(field, [&](std::string_view kind, dom::element tokens) {
        if (kind == "image") chunk.image_tokens = count(tokens);
      });
    });
  }

  void take_timing(std::string_view key, dom::element value) {
    if (key == "prompt_n") chunk.prompt_n = count(value);
    if (key == "prompt_ms") chunk.prompt_ms = milliseconds(value);
    if (key == "predicted_n") chunk.predicted_n = count(value);
    if (key == "predicted_ms") chunk.predicted_ms = milliseconds(value);
    if (key == "cache_n") chunk.cache_n = count(value);
  }

  void take_error(dom::element value) {
    if (value.is_null()) return;
    chunk.error = text_or_nothing(value);
    each(value, [&](std::string_view key, dom::element field) {
      if (key == "message") chunk.error = text_or_nothing(field);
    });
  }
};

}  // namespace

// Built by hand: the image would pass through a JSON library's escaping, and through fmt's buffers,
// for nothing.
std::string chat_request(std::string_view model, const Question& question,
                         const Facts& extra_fields) {
  const std::string begin = fmt::format(
      R"({{"model":{},"stream":true,"stream_options":{{"include_usage":true}},)"
      R"("temperature":0,"seed":{},"max_tokens":{}{},"messages":[{{"role":"user","content":[)",
      json_text(model), question.seed, question.max_new_tokens, extra_json(extra_fields));
  const std::string end =
      fmt::format(R"({{"type":"text","text":{}}}]}}]}})", json_text(question.prompt));
  if (question.image_bytes.empty()) return begin + end;

  const std::string image = base64(question.image_bytes);
  const std::string before_image = fmt::format(
      R"({{"type":"image_url","image_url":{{"url":"data:{};base64,)", question.media_type);
  constexpr std::string_view kAfterImage = R"("}},)";
  std::string request;
  request.reserve(begin.size() + before_image.size() + image.size() + kAfterImage.size() +
                  end.size());
  return request.append(begin).append(before_image).append(image).append(kAfterImage).append(end);
}

struct ChatChunkParser::State {
  dom::parser parser;
};

ChatChunkParser::ChatChunkParser() : state_(std::make_unique<State>()) {}
ChatChunkParser::~ChatChunkParser() = default;

tl::expected<ChatChunk, Failure> ChatChunkParser::parse(std::string_view json) {
  dom::element root;
  dom::object object;
  const auto error = state_->parser.parse(json.data(), json.size()).get(root);
  if (error == simdjson::UTF8_ERROR) {
    return failed(FailureKind::InvalidText, "the answer is not valid UTF-8");
  }
  if (error)
    return failed(FailureKind::Malformed,
                  fmt::format("not valid JSON: {}", simdjson::error_message(error)));
  if (root.get(object)) return failed(FailureKind::Malformed, "valid JSON, but not an object");

  ChunkFields fields;
  fields.take_root(object);
  if (fields.wrong_field.empty()) return fields.chunk;
  return failed(FailureKind::Malformed,
                fmt::format("field \"{}\" is not a text", fields.wrong_field));
}

}  // namespace sightmark
