#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sightmark {

// The picture of a JPEG or PNG file as a small JPEG file: its longer side has at most `side`
// pixels, and it is turned as its EXIF says. Nothing if the bytes are no such file, are damaged,
// or hold more than 50 megapixels. Same bytes, same thumbnail. Threads may call it at the same
// time.
std::optional<std::string> thumbnail(std::string_view image_bytes, int side);

}  // namespace sightmark
