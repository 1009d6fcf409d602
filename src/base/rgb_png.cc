#include "base/rgb_png.h"

#include <array>

namespace sightmark {
namespace {

constexpr std::array<std::uint32_t, 256> kCrcTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    table[i] = i;
    for (int bit = 0; bit < 8; ++bit) {
      table[i] = table[i] & 1 ? 0xedb88320 ^ table[i] >> 1 : table[i] >> 1;
    }
  }
  return table;
}();

std::string chunk(std::string_view type, std::string_view data) {
  std::string body = std::string(type).append(data);
  std::uint32_t crc = 0xffffffff;
  for (const char byte : body) {
    crc = kCrcTable[(crc ^ static_cast<unsigned char>(byte)) & 0xff] ^ crc >> 8;
  }
  return big_endian(static_cast<std::uint32_t>(data.size())) + body + big_endian(~crc);
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
