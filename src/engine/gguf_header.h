#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <string>

#include "base/expected.h"

namespace sightmark {

// What stands at the beginning of a model file of llama.cpp:
// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
struct GgufHeader {
  std::string architecture;  // "llama", "clip", ...; empty: not told
  std::string name;  // "SmolVLM2 2.2B Instruct", the same in every precision; empty: not told
  std::int64_t parameter_count = 0;  // the elements of all tensors
};

// Fails where it is none, is cut off, or holds what cannot be true.
Expected<GgufHeader> parse_gguf_header(std::istream& bytes);

// The same; the error names the file.
Expected<GgufHeader> read_gguf_header(const std::filesystem::path& path);

}  // namespace sightmark
