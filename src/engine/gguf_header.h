#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <string>

#include "base/expected.h"

namespace sightmark {

// The beginning of a model file of llama.cpp:
// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
struct GgufHeader {
  std::string name;  // "SmolVLM2 2.2B Instruct", in every precision; empty: not in the file
  std::int64_t parameter_count = 0;  // the elements of all tensors
};

// Fails if it is not GGUF, is cut off, or holds impossible values.
Expected<GgufHeader> parse_gguf_header(std::istream& bytes);

// The same; the error names the file.
Expected<GgufHeader> read_gguf_header(const std::filesystem::path& path);

}  // namespace sightmark
