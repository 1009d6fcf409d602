#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/expected.h"

namespace sightmark {

// SHA-256 (FIPS 180-4) in 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

// The same in Base64, as a Content-Security-Policy names a script.
std::string sha256_base64(std::string_view bytes);

// The same of a file's bytes, read in blocks. Fails where it cannot be read.
Expected<std::string> file_sha256(const std::filesystem::path& path);

// Base64 with padding (RFC 4648).
std::string base64(std::string_view bytes);

}  // namespace sightmark
