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

}  // namespace sightmark
