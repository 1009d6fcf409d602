#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/expected.h"
#include "engine/engine.h"

// The kinds of engines, in one table: what `sightmark run` offers and docs/engines.md describes.
namespace sightmark {

// What the command line says of the engine and its model; each kind uses a part.
struct EngineOptions {
  std::string kind;                            // the name of an EngineKind
  std::string model;                           // a GGUF file; or its name at the server or adapter
  std::string mmproj;                          // the model's vision part, a GGUF file; empty: none
  std::string llama_server;                    // the program; empty: as find_llama_server finds it
  int thread_count = 0;                        // of llama-server; 0: it chooses
  std::string base_url;                        // "http://127.0.0.1:8000/v1"
  std::string api_key_env = "OPENAI_API_KEY";  // the environment variable that holds the key
  std::string api_key;                         // empty: none
  std::string command;                         // of /bin/sh, such as "python3 adapter.py"

  int slot_count = 1;    // questions that it must answer at once
  int context_size = 0;  // tokens for each question; 0: as the model was trained
  std::filesystem::path log;
  std::chrono::milliseconds load_timeout{std::chrono::minutes(10)};
};

// An option of `sightmark run` that only some kinds use.
struct EngineOption {
  std::string name, type, help;
  std::variant<std::string EngineOptions::*, int EngineOptions::*> value;
};
const std::vector<EngineOption>& engine_options();

struct EngineKind {
  std::string name;                             // of --engine
  std::string summary;                          // what it is, as in docs/engines.md
  std::vector<std::string> required, optional;  // names of options
  std::size_t open_loop_concurrency = 1;        // with --rate, unless --concurrency is given
  bool has_one_slot = false;                    // answers one question after the other
  // Makes an engine that is not loaded yet. Fails where the options cannot be used.
  Expected<std::unique_ptr<Engine>> (*make)(EngineOptions options);
};

// All kinds, in the order of --help.
const std::vector<EngineKind>& engine_kinds();

// The kind of that name, which must be one of them.
const EngineKind& engine_kind(const std::string& name);

// Whether the engine is on another machine, which cannot be measured from here.
bool is_engine_remote(const EngineOptions& options);

// A short name of the model for folders: the last part of its name, else the command's program.
std::string default_model_key(const EngineOptions& options);

// llama.cpp's server, started as a child on the loopback interface with a random key. Reads the
// model's files whole, to know them by their hashes: so they are in the page cache, as far as
// memory allows, when the engine loads. Fails where one cannot be read or is no GGUF file.
Expected<std::unique_ptr<Engine>> make_llama_server(EngineOptions options);

// A running server of the OpenAI chat completions API. It is ready once it answers GET /models,
// where its model must be listed; a server without /models is not asked for more. Fails where the
// base URL or the key cannot be used.
Expected<std::unique_ptr<Engine>> make_openai(EngineOptions options);

// A program of the user's, the adapter, that answers in lines of JSON: docs/engines.md. It is asked
// one question at a time. An adapter that did not answer in time, or not by the protocol, may still
// be busy with that question: it is stopped, and started anew before the next one is sent.
Expected<std::unique_ptr<Engine>> make_command(EngineOptions options);

}  // namespace sightmark
