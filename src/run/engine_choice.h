#pragma once

#include <filesystem>
#include <string>

#include "run/run.h"

namespace sightmark {

enum class EngineKind { LlamaServer, Openai, Command };

// Which engine to use, and what it needs.
struct EngineOptions {
  EngineKind kind = EngineKind::LlamaServer;
  std::string model;              // a GGUF file; or what the server or the adapter calls it
  std::filesystem::path mmproj;   // the model's vision part (llama-server)
  std::string base_url, api_key;  // (openai)
  std::string command;            // (command)
  std::filesystem::path program;  // llama-server itself; empty: it is looked for
  int thread_count = 0;           // (llama-server); 0: its own choice
  int slot_count = 1;             // requests at the same time (llama-server)
};

MakeEngine engine_maker(const EngineOptions& options);

// Whether it answers from another machine, which cannot be measured from here.
bool answers_elsewhere(const EngineOptions& options);

// A short name of the model for folders, from its file or its own name.
std::string default_model_key(const EngineOptions& options);

}  // namespace sightmark
