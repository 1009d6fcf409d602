#include "engine/llama_server_reply.h"

#include <simdjson.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace sightmark {
namespace {

namespace dom = simdjson::dom;

std::string text_at(dom::element object, std::string_view pointer) {
  std::string_view text;
  return object.at_pointer(pointer).get(text) ? std::string{} : std::string(text);
}

std::optional<std::int64_t> count_at(dom::element object, std::string_view pointer) {
  std::int64_t count = 0;
  if (object.at_pointer(pointer).get(count) || count < 0) return std::nullopt;
  return count;
}

std::optional<bool> flag_at(dom::element object, std::string_view pointer) {
  bool flag = false;
  return object.at_pointer(pointer).get(flag) ? std::nullopt : std::optional(flag);
}

std::string without(std::string text, std::string_view part) {
  if (const auto at = text.find(part); at != std::string::npos) text.erase(at, part.size());
  return text;
}

}  // namespace

Expected<LlamaServerProps> parse_llama_server_props(std::string_view json) {
  dom::parser parser;
  dom::element root;
  if (parser.parse(json.data(), json.size()).get(root) || !root.is_object())
    return fail("llama-server's answer to GET /props is not JSON; is it really llama-server?");
  return LlamaServerProps{.build = plain_text(text_at(root, "/build_info")),
                          .file_type = plain_text(text_at(root, "/model_ftype")),
                          .chat_template = text_at(root, "/chat_template"),
                          .context_size = count_at(root, "/default_generation_settings/n_ctx"),
                          .slot_count = count_at(root, "/total_slots"),
                          .sees_images = flag_at(root, "/modalities/vision")};
}

std::string dtype_of_file_type(std::string_view file_type) {
  std::string name(file_type);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
  name = without(without(name, " (guessed)"), "all ");
  if (name == "f16" || name == "f32") name.insert(1, "p");
  const auto dash = name.find(" - ");
  if (dash == std::string::npos) return name;
  const std::string variant = name.substr(dash + 3);
  name.resize(dash);
  for (const std::string_view size : {"small", "medium", "large"}) {
    if (variant.starts_with(size)) return name + '_' + size.front();
  }
  return name;  // the rest says bits per weight
}

LlamaServerModel parse_llama_server_model(std::string_view json) {
  dom::parser parser;
  dom::element root;
  if (parser.parse(json.data(), json.size()).get(root)) return {};
  return {count_at(root, "/data/0/meta/n_params"), count_at(root, "/data/0/meta/n_ctx_train")};
}

std::string template_request(std::string_view prompt) {
  const nlohmann::json part{{"type", "text"}, {"text", prompt}};
  const nlohmann::json message{{"role", "user"}, {"content", nlohmann::json::array({part})}};
  return nlohmann::json{{"messages", nlohmann::json::array({message})}}.dump();
}

std::optional<std::string> templated_prompt(std::string_view json) {
  dom::parser parser;
  std::string_view prompt;
  if (parser.parse(json.data(), json.size())["prompt"].get(prompt)) return std::nullopt;
  return std::string(prompt);
}

std::string tokenize_request(std::string_view text) {
  return nlohmann::json{{"content", text}, {"add_special", true}, {"parse_special", true}}.dump();
}

std::optional<std::int64_t> listed_token_count(std::string_view json) {
  dom::parser parser;
  dom::array tokens;
  if (parser.parse(json.data(), json.size())["tokens"].get(tokens)) return std::nullopt;
  return static_cast<std::int64_t>(std::distance(tokens.begin(), tokens.end()));
}

}  // namespace sightmark
