#pragma once

#include <filesystem>

#include "base/expected.h"

namespace sightmark {

// Where llama-server is: in PATH, else where script/get-llama-server puts it.
Expected<std::filesystem::path> find_llama_server();

}  // namespace sightmark
