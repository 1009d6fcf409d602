#include "run/engine_choice.h"

#include <algorithm>

#include "engine/command.h"
#include "engine/llama_server.h"
#include "engine/openai.h"
#include "engine/url.h"

namespace sightmark {
namespace {

using Made = Expected<std::unique_ptr<Engine>>;

Made llama_server(const EngineOptions& options, const std::filesystem::path& log) {
  return make_llama_server({.server = options.program,
                            .model = options.model,
                            .mmproj = options.mmproj,
                            .thread_count = options.thread_count,
                            .slot_count = options.slot_count,
                            .log = log});
}

Made openai(const EngineOptions& options, const std::filesystem::path&) {
  return make_openai({options.base_url, options.model, options.api_key});
}

Made command(const EngineOptions& options, const std::filesystem::path& log) {
  return make_command({.command = options.command, .model = options.model, .log = log});
}

}  // namespace

const std::vector<EngineKind>& engine_kinds() {
  static const std::vector<EngineKind> kinds = {
      {.name = "llama-server",
       .required = {"--model"},
       .optional = {"--mmproj", "--llama-server", "--threads"},
       .make = llama_server},
      {.name = "openai",
       .required = {"--base-url", "--model"},
       .optional = {"--api-key-env"},
       .open_loop_concurrency = 64,  // a server queues requests itself
       .make = openai},
      {.name = "command",
       .required = {"--command"},
       .optional = {"--model"},
       .has_one_slot = true,
       .make = command}};
  return kinds;
}

const EngineKind& engine_kind(const std::string& name) {
  const auto& kinds = engine_kinds();
  return *std::find_if(kinds.begin(), kinds.end(),
                       [&](const EngineKind& kind) { return kind.name == name; });
}

MakeEngine engine_maker(const EngineOptions& options) {
  return [options](const std::filesystem::path& log) {
    return engine_kind(options.kind).make(options, log);
  };
}

bool answers_elsewhere(const EngineOptions& options) {
  return !options.base_url.empty() && !is_loopback(options.base_url);
}

std::string default_model_key(const EngineOptions& options) {
  if (options.model.empty()) {
    const std::string program = options.command.substr(options.command.find_last_of(' ') + 1);
    return std::filesystem::path(program).stem().string();
  }
  std::string name = options.model.substr(options.model.find_last_of('/') + 1);
  if (name.ends_with(".gguf")) name.resize(name.size() - std::string_view(".gguf").size());
  return name;
}

}  // namespace sightmark
