#pragma once

#include <string>
#include <string_view>

namespace sightmark {

// The bytes as a gzip file (RFC 1952); the same bytes give the same file.
std::string gzip(std::string_view bytes);

}  // namespace sightmark
