#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "engine/engine.h"

namespace sightmark {

// A file of a model, by which two runs can tell whether they measured the same.
struct ModelFile {
  std::string name;  // without its folder
  std::int64_t byte_count;
  std::string sha256;
  std::int64_t parameter_count;
  std::string model_name;  // by the file's own word; empty: not told
};

struct ModelFiles {
  ModelFile model;
  std::optional<ModelFile> projector;
};

// Reads both wholly; an empty `projector` is none.
Expected<ModelFiles> read_model_files(const std::filesystem::path& model,
                                      const std::filesystem::path& projector);

// Settings that a description names.
struct LlamaServerSettings {
  std::optional<std::int64_t> thread_count;
  std::vector<std::string> extra_arguments;
};

// Puts together what is known of a ready server: its answers to GET /props and GET /models, its
// files and settings. Fails where it is none, or cannot see.
Expected<EngineDescription> llama_server_description(const ModelFiles& files,
                                                     std::string_view props_json,
                                                     std::string_view models_json,
                                                     const LlamaServerSettings& settings);

}  // namespace sightmark
