#include "engine/chat_request.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/hash.h"

namespace sightmark {
namespace {

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

// Built by hand, since the image would pass through a JSON library's string escaping for nothing.
std::string image_part(const Question& question) {
  if (question.image_bytes.empty()) return {};
  return fmt::format(R"({{"type":"image_url","image_url":{{"url":"data:{};base64,{}"}}}},)",
                     question.media_type, base64(question.image_bytes));
}

}  // namespace

std::string chat_request(std::string_view model, const Question& question,
                         const Facts& extra_fields) {
  return fmt::format(
      R"({{"model":{},"stream":true,"stream_options":{{"include_usage":true}},)"
      R"("temperature":0,"seed":{},"max_tokens":{}{},)"
      R"("messages":[{{"role":"user","content":[{}{{"type":"text","text":{}}}]}}]}})",
      json_text(model), question.seed, question.max_new_tokens, extra_json(extra_fields),
      image_part(question), json_text(question.prompt));
}

}  // namespace sightmark
