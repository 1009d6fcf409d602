#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.h"

// What llama-server says of itself, apart from answers to questions.
namespace sightmark {

// GET /props. Texts are plain.
struct LlamaServerProps {
  std::string build;                                     // "b11669-Debian"; empty: not told
  std::string file_type;                                 // "F16", "Q4_K - Medium"; empty: not told
  std::string chat_template;                             // as it stands
  std::optional<std::int64_t> context_size, slot_count;  // tokens of each slot; slots
  std::optional<bool> sees_images;
};
Expected<LlamaServerProps> parse_llama_server_props(std::string_view json);

// The precision under its usual short name: "fp16" for GGUF's "F16", "q4_k_m".
std::string dtype_of_file_type(std::string_view file_type);

// GET /models: "n_params" and "n_ctx_train" of the first model.
struct LlamaServerModel {
  std::optional<std::int64_t> parameter_count, trained_context_size;
};
LlamaServerModel parse_llama_server_model(std::string_view json);

// The body that asks POST /apply-template for a prompt of text alone as the model gets it; the
// prompt in its answer.
std::string template_request(std::string_view prompt);
std::optional<std::string> templated_prompt(std::string_view json);

// The same of POST /tokenize; the number of tokens in its answer.
std::string tokenize_request(std::string_view text);
std::optional<std::int64_t> listed_token_count(std::string_view json);

}  // namespace sightmark
