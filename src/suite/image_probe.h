#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/expected.h"

namespace sightmark {

// What the header of an image file says. The size is that of the stored picture, before any turn
// that EXIF asks for.
struct ImageHeader {
  std::string media_type;     // "image/jpeg", "image/png", "image/webp"
  std::size_t width, height;  // pixels, at least 1

  bool operator==(const ImageHeader&) const = default;
};

// Reads the header of a JPEG, PNG or WebP file, by its content and without decoding it; the bytes
// may end behind the header. Fails where they are none of these, or the header is damaged.
Expected<ImageHeader> probe_image(std::string_view bytes);

}  // namespace sightmark
