#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "run/run.h"

namespace sightmark {

// Which engine to use, and what it needs.
struct EngineOptions {
  std::string kind;               // the name of an EngineKind
  std::string model;              // a GGUF file; or its name at the server or adapter
  std::filesystem::path mmproj;   // the model's vision part (llama-server)
  std::string base_url, api_key;  // (openai)
  std::string command;            // (command)
  std::filesystem::path program;  // llama-server itself; empty: it is searched for
  int thread_count = 0;           // (llama-server); 0: it chooses
  int slot_count = 1;             // requests at the same time (llama-server)
};

struct EngineKind {
  std::string name;                             // of --engine
  std::vector<std::string> required, optional;  // options of `sightmark run` about the engine
  std::size_t open_loop_concurrency = 1;        // with --rate, unless --concurrency is given
  bool has_one_slot = false;                    // answers one question after the other
  Expected<std::unique_ptr<Engine>> (*make)(const EngineOptions&, const std::filesystem::path& log);
};

// All kinds, in the order of --help.
const std::vector<EngineKind>& engine_kinds();

// The kind of that name, which must be one of them.
const EngineKind& engine_kind(const std::string& name);

MakeEngine engine_maker(const EngineOptions& options);

// Whether the engine is on another machine, which cannot be measured from here.
bool answers_elsewhere(const EngineOptions& options);

// A short name of the model for folders: the last part of its name, else the command's program.
std::string default_model_key(const EngineOptions& options);

}  // namespace sightmark
