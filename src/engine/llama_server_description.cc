#include "engine/llama_server_description.h"

#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "engine/gguf_header.h"
#include "engine/llama_server_reply.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

Expected<ModelFile> read_model_file(const fs::path& path) {
  auto header = read_gguf_header(path);
  if (!header) return tl::unexpected(header.error());
  auto hash = file_sha256(path);
  if (!hash) return tl::unexpected(hash.error());
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) return fail(plain_text(path.string()) + ": " + error.message());
  return ModelFile{plain_text(path.filename().string()), static_cast<std::int64_t>(size),
                   *std::move(hash), header->parameter_count, std::move(header->name)};
}

void add_file(const std::string& role, const ModelFile& file, Facts& facts) {
  facts.push_back({role + "_file", file.name});
  facts.push_back({role + "_file_bytes", file.byte_count});
  facts.push_back({role + "_file_sha256", file.sha256});
  facts.push_back({role + "_parameter_count", file.parameter_count});
}

void add_count(const std::string& name, std::optional<std::int64_t> count, Facts& facts) {
  if (count) facts.push_back({name, *count});
}

// The variables by which the environment can change what llama-server does.
std::vector<std::string> engine_variables() {
  std::vector<std::string> variables;
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view text = *entry;
    const std::string_view name = text.substr(0, text.find('='));
    const bool counts =
        name.starts_with("LLAMA_ARG_") || name.starts_with("GGML_") || name.starts_with("OMP_");
    const bool is_secret =
        name.find("KEY") != std::string_view::npos || name.find("TOKEN") != std::string_view::npos;
    if (counts && !is_secret) variables.push_back(plain_text(text));
  }
  std::sort(variables.begin(), variables.end());
  return variables;
}

void add_list(const std::string& name, std::vector<std::string> list, Facts& facts) {
  if (!list.empty()) facts.push_back({name, std::move(list)});
}

}  // namespace

Expected<ModelFiles> read_model_files(const fs::path& model, const fs::path& projector) {
  auto language = read_model_file(model);
  if (!language) return tl::unexpected(language.error());
  if (projector.empty()) return ModelFiles{*std::move(language), std::nullopt};
  auto vision = read_model_file(projector);
  if (!vision) return tl::unexpected(vision.error());
  return ModelFiles{*std::move(language), *std::move(vision)};
}

Expected<EngineDescription> llama_server_description(const ModelFiles& files,
                                                     std::string_view props_json,
                                                     std::string_view models_json,
                                                     const LlamaServerSettings& settings) {
  const auto props = parse_llama_server_props(props_json);
  if (!props) return tl::unexpected(props.error());
  if (!props->sees_images.value_or(true)) {
    return fail("the model " + files.model.name +
                " cannot see images; give the projector that belongs to it with --mmproj");
  }
  const LlamaServerModel model = parse_llama_server_model(models_json);
  const std::int64_t language_count = model.parameter_count.value_or(files.model.parameter_count);
  const std::int64_t vision_count = files.projector ? files.projector->parameter_count : 0;

  EngineDescription description{.name = "llama-server",
                                .version = props->build,
                                .model_id = files.model.model_name,
                                .dtype = dtype_of_file_type(props->file_type),
                                .is_prompt_cache_off = true};
  if (description.model_id.empty()) description.model_id = fs::path(files.model.name).stem();
  Facts& facts = description.facts;
  facts.push_back({"parameter_count", language_count + vision_count});
  add_file("model", files.model, facts);
  if (files.projector) add_file("mmproj", *files.projector, facts);
  add_count("context_size", props->context_size, facts);
  add_count("trained_context_size", model.trained_context_size, facts);
  add_count("slots", props->slot_count, facts);
  add_count("threads", settings.thread_count, facts);
  if (!props->chat_template.empty())
    facts.push_back({"chat_template_sha256", sha256(props->chat_template)});
  add_list("extra_arguments", settings.extra_arguments, facts);
  add_list("engine_environment", engine_variables(), facts);
  return description;
}

}  // namespace sightmark
