#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/expected.h"
#include "engine/engine.h"

namespace sightmark {

struct LlamaServerOptions {
  std::filesystem::path server;         // empty: as find_llama_server finds it
  std::filesystem::path model, mmproj;  // GGUF files: the language model, and its projector
  int context_size = 0;                 // tokens for each question; 0: as the model was trained
  int thread_count = 0;                 // 0: as llama-server chooses
  int slot_count = 1;                   // questions that it answers at once
  std::vector<std::string> extra_arguments;
  std::filesystem::path log;
  std::chrono::milliseconds load_timeout{std::chrono::minutes(10)};
};

// llama.cpp's server, started as a child on the loopback interface with a key that nobody else has.
// Reads the model's files whole, to know them by their hashes: so they are in the page cache, as
// far as memory allows, when the engine loads. Fails where one cannot be read or is no GGUF file.
Expected<std::unique_ptr<Engine>> make_llama_server(LlamaServerOptions options);

}  // namespace sightmark
