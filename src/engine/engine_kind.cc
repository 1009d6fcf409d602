#include "engine/engine_kind.h"

#include <algorithm>

#include "engine/url.h"

namespace sightmark {

const std::vector<EngineOption>& engine_options() {
  using Options = EngineOptions;
  static const std::vector<EngineOption> kOptions = {
      {"--model", "MODEL", "GGUF file; or the model's name at the server or adapter",
       &Options::model},
      {"--mmproj", "FILE", "The vision part of the GGUF model (llama-server)", &Options::mmproj},
      {"--llama-server", "PATH", "The llama-server to start; searched for if not given",
       &Options::llama_server},
      {"--threads", "N", "Threads of llama-server; it chooses if not given",
       &Options::thread_count},
      {"--base-url", "URL", "Server, such as http://127.0.0.1:8000/v1 (openai)",
       &Options::base_url},
      {"--api-key-env", "NAME", "Environment variable that holds the API key (openai)",
       &Options::api_key_env},
      {"--command", "COMMAND", "Program that speaks the protocol of docs/engines.md (command)",
       &Options::command},
  };
  return kOptions;
}

const std::vector<EngineKind>& engine_kinds() {
  static const std::vector<EngineKind> kKinds = {
      {.name = "llama-server",
       .summary = "llama.cpp's server, which sightmark starts, watches and stops",
       .required = {"--model"},
       .optional = {"--mmproj", "--llama-server", "--threads"},
       .make = make_llama_server},
      {.name = "openai",
       .summary = "a server of the OpenAI chat completions API that you run: vLLM, SGLang, Ollama, "
                  "a cloud",
       .required = {"--base-url", "--model"},
       .optional = {"--api-key-env"},
       .open_loop_concurrency = 64,  // a server queues requests itself
       .make = make_openai},
      {.name = "command",
       .summary = "a program of yours that speaks lines of JSON",
       .required = {"--command"},
       .optional = {"--model"},
       .has_one_slot = true,
       .make = make_command},
  };
  return kKinds;
}

const EngineKind& engine_kind(const std::string& name) {
  return *std::ranges::find(engine_kinds(), name, &EngineKind::name);
}

bool is_engine_remote(const EngineOptions& options) {
  return !options.base_url.empty() && !is_loopback(options.base_url);
}

std::string default_model_key(const EngineOptions& options) {
  if (options.model.empty()) {
    const std::string program = options.command.substr(options.command.find_last_of(' ') + 1);
    return std::filesystem::path(program).stem().string();
  }
  const std::string name = options.model.substr(options.model.find_last_of('/') + 1);
  return name.ends_with(".gguf") ? std::filesystem::path(name).stem().string() : name;
}

}  // namespace sightmark
