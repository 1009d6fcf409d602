#include "base/rgb_png.h"

#include <zlib.h>

namespace sightmark {
namespace {

std::string chunk(std::string_view type, std::string_view data) {
  const std::string body = std::string(type).append(data);
  const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(body.data()), body.size());
  return big_endian(static_cast<std::uint32_t>(data.size())) + body +
         big_endian(static_cast<std::uint32_t>(crc));
}

}  // namespace

std::string big_endian(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xff);
  return bytes;
}

std::string rgb_png(std::uint32_t width, std::uint32_t height, std::string_view rows,
                    std::uint32_t pixels_per_metre) {
  const std::string header = big_endian(width) + big_endian(height) +
                             std::string("\x08\x02\0\0\0", 5);  // 8 bits, RGB, no interlace
  std::string png = "\x89PNG\r\n\x1a\n" + chunk("IHDR", header);
  if (pixels_per_metre != 0) {
    const std::string resolution = big_endian(pixels_per_metre);
    png += chunk("pHYs", resolution + resolution + '\1');
  }
  return png + chunk("IDAT", rows) + chunk("IEND", "");
}

}  // namespace sightmark
