#pragma once

#include <cstdint>
#include <string>

namespace sightmark {

// The start of a PNG file of this size, as far as its header goes: enough to be known as an image.
inline std::string png_start(std::uint32_t width, std::uint32_t height) {
  std::string bytes("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR", 16);
  for (const std::uint32_t number : {width, height}) {
    for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(number >> shift);
  }
  bytes += std::string("\x08\x02\0\0\0", 5);  // 8 bits, RGB
  return bytes + "\xFF\xFF\xFF\xFF";          // a checksum, which nobody checks
}

}  // namespace sightmark
