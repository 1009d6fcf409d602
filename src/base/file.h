#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/expected.h"

namespace sightmark {

// The bytes of a file of at most `byte_limit`; a larger one is an error, as is one that cannot be
// read.
Expected<std::string> read_file(const std::filesystem::path& path, std::size_t byte_limit);

// Writes a file whole or not at all: the bytes go to a temporary file beside it, which then takes
// its name. On failure (no permission, full disk) nothing is left behind and an older file stays as
// it was.
Expected<void> write_file(const std::filesystem::path& path, std::string_view bytes);

// Makes the folder and those above it; no error where it is already there.
Expected<void> make_folder(const std::filesystem::path& path);

}  // namespace sightmark
