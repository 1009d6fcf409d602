#include "run/engine_choice.h"

#include "engine/command.h"
#include "engine/llama_server.h"
#include "engine/openai.h"
#include "engine/url.h"

namespace sightmark {
namespace {

Expected<std::unique_ptr<Engine>> make_engine(const EngineOptions& options,
                                              const std::filesystem::path& log) {
  switch (options.kind) {
    case EngineKind::Openai:
      return make_openai({options.base_url, options.model, options.api_key});
    case EngineKind::Command:
      return make_command({.command = options.command, .model = options.model, .log = log});
    case EngineKind::LlamaServer:
      break;
  }
  return make_llama_server({.server = options.program,
                            .model = options.model,
                            .mmproj = options.mmproj,
                            .thread_count = options.thread_count,
                            .slot_count = options.slot_count,
                            .log = log});
}

// "my-vlm" of "acme/my-vlm".
std::string last_part(const std::string& name) {
  const std::size_t slash = name.find_last_of('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

}  // namespace

MakeEngine engine_maker(const EngineOptions& options) {
  return [options](const std::filesystem::path& log) { return make_engine(options, log); };
}

bool answers_elsewhere(const EngineOptions& options) {
  return options.kind == EngineKind::Openai && !is_loopback(options.base_url);
}

std::string default_model_key(const EngineOptions& options) {
  if (options.kind == EngineKind::LlamaServer) {
    return std::filesystem::path(options.model).stem().string();
  }
  if (!options.model.empty()) return last_part(options.model);
  const std::string program = options.command.substr(options.command.find_last_of(' ') + 1);
  return std::filesystem::path(program).stem().string();
}

}  // namespace sightmark
