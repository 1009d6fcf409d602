#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.h"
#include "engine/engine.h"

// What llama-server is and what it reports, apart from answers to questions.
namespace sightmark {

// Where llama-server is: in PATH, else where script/get-llama-server puts it.
Expected<std::filesystem::path> find_llama_server();

// GET /props. Texts are plain.
struct LlamaServerProps {
  std::string build;          // "b11669-Debian"; empty: not reported
  std::string file_type;      // "F16", "Q4_K - Medium"; empty: not reported
  std::string chat_template;  // as it stands
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

// A file of a model. Its hash shows whether two runs measured the same.
struct ModelFile {
  std::string name;  // without its folder
  std::int64_t byte_count;
  std::string sha256;
  std::int64_t parameter_count;
  std::string model_name;  // as the file names it; empty: it does not
};

struct ModelFiles {
  ModelFile model;
  std::optional<ModelFile> projector;
};

// Reads both wholly; an empty `projector` is none.
Expected<ModelFiles> read_model_files(const std::filesystem::path& model,
                                      const std::filesystem::path& projector);

// What is known of a ready server: its answers to GET /props and GET /models, its files and its
// number of threads. Fails where it is no llama-server, or cannot see images.
Expected<EngineDescription> llama_server_description(const ModelFiles& files,
                                                     std::string_view props_json,
                                                     std::string_view models_json,
                                                     std::optional<std::int64_t> thread_count);

}  // namespace sightmark
