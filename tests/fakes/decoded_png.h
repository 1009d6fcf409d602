#pragma once

#include <png.h>

#include <cstdint>
#include <string>
#include <vector>

namespace sightmark {

// Red, green and blue of a PNG's pixels as libpng reads them; empty if it finds a fault, such as a
// wrong checksum.
inline std::vector<std::uint8_t> decoded(const std::string& png) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_memory(&image, png.data(), png.size())) return {};
  image.format = PNG_FORMAT_RGB;
  std::vector<std::uint8_t> rgb(PNG_IMAGE_SIZE(image));
  if (!png_image_finish_read(&image, nullptr, rgb.data(), 0, nullptr)) return {};
  return rgb;
}

}  // namespace sightmark
