#include "engine/llama_server_info.h"

#include <fmt/format.h>
#include <simdjson.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "engine/gguf_header.h"
#include "process/child_process.h"

namespace sightmark {
namespace {

namespace dom = simdjson::dom;
namespace fs = std::filesystem;

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

}  // namespace

Expected<fs::path> find_llama_server() {
  if (auto program = find_program("llama-server")) return *std::move(program);
  const auto variable = [](const char* name) -> std::string {
    const char* value = std::getenv(name);
    return value ? value : "";
  };
  const std::string data = variable("XDG_DATA_HOME");  // script/get-llama-server has the same
  const fs::path folder = data.empty() ? variable("HOME") + "/.local/share" : data;
  const fs::path program = folder / "sightmark/llama-server/bin/llama-server";
  std::error_code ignored;
  if (fs::is_regular_file(program, ignored) && ::access(program.c_str(), X_OK) == 0) return program;
  return fail(
      fmt::format("there is no llama-server, neither in PATH nor as {}; fetch Debian's with "
                  "script/get-llama-server, or give one with --llama-server",
                  plain_text(program.string())));
}

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
                                                     std::optional<std::int64_t> thread_count) {
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
  add_fact(facts, "context_size", props->context_size);
  add_fact(facts, "trained_context_size", model.trained_context_size);
  add_fact(facts, "slots", props->slot_count);
  add_fact(facts, "threads", thread_count);
  if (!props->chat_template.empty())
    facts.push_back({"chat_template_sha256", sha256(props->chat_template)});
  if (auto variables = engine_variables(); !variables.empty()) {
    facts.push_back({"engine_environment", std::move(variables)});
  }
  return description;
}

}  // namespace sightmark
