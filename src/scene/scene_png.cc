#include "scene/scene_png.h"

#include <string_view>

#include "base/rgb_png.h"

namespace sightmark {
namespace {

// Bits in DEFLATE's order (RFC 1951): from the least significant of each byte.
class BitWriter {
 public:
  void put(std::uint32_t bits, int count) {
    for (int i = 0; i < count; ++i) put_bit(bits >> i & 1);
  }
  // Huffman codes come with their most significant bit first.
  void put_code(std::uint32_t code, int length) {
    for (int i = length - 1; i >= 0; --i) put_bit(code >> i & 1);
  }
  std::string bytes() && { return std::move(bytes_); }

 private:
  void put_bit(std::uint32_t bit) {
    if (used_ == 0) bytes_ += '\0';
    bytes_.back() = static_cast<char>(static_cast<unsigned char>(bytes_.back()) | bit << used_);
    used_ = (used_ + 1) % 8;
  }
  std::string bytes_;
  int used_ = 0;  // bits of the last byte
};

// The fixed Huffman code of a literal or length (RFC 1951, 3.2.6).
void put_symbol(BitWriter& out, std::uint32_t symbol) {
  if (symbol < 144) return out.put_code(0x30 + symbol, 8);
  if (symbol < 256) return out.put_code(0x190 + symbol - 144, 9);
  if (symbol < 280) return out.put_code(symbol - 256, 7);
  out.put_code(0xc0 + symbol - 280, 8);
}

// Repeats the byte before `length` times, 3 to 258 (RFC 1951, 3.2.5).
void put_run(BitWriter& out, std::uint32_t length) {
  if (length == 258) {
    put_symbol(out, 285);
  } else if (length < 11) {
    put_symbol(out, 254 + length);
  } else {
    int extra_bits = 1;
    while ((length - 3) >> (extra_bits + 3) != 0) ++extra_bits;
    const std::uint32_t step = (length - 3) >> extra_bits;  // 4 to 7
    put_symbol(out, 257 + 4 * static_cast<std::uint32_t>(extra_bits) + step);
    out.put(length - 3, extra_bits);
  }
  out.put_code(0, 5);  // distance 1
}

std::uint32_t adler32(std::string_view bytes) {
  std::uint32_t a = 1, b = 0;
  for (const char byte : bytes) {
    a = (a + static_cast<unsigned char>(byte)) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16 | a;
}

// One block of a zlib stream (RFC 1950): runs of a byte are shortened, all else is written out.
std::string zlib_stream(std::string_view bytes) {
  BitWriter out;
  out.put(1, 1);  // the last block
  out.put(1, 2);  // fixed Huffman codes
  for (std::size_t i = 0; i < bytes.size();) {
    std::size_t run = 0;
    while (i > 0 && run < 258 && i + run < bytes.size() && bytes[i + run] == bytes[i - 1]) ++run;
    if (run >= 3) {
      put_run(out, static_cast<std::uint32_t>(run));
      i += run;
    } else {
      put_symbol(out, static_cast<unsigned char>(bytes[i++]));
    }
  }
  put_symbol(out, 256);
  return "\x78\x01" + std::move(out).bytes() + big_endian(adler32(bytes));
}

// Each row after PNG's filter 1 (W3C PNG, 9.2): differences from the pixel to the left.
std::string filtered(const Raster& raster) {
  std::string bytes;
  for (int y = 0; y < raster.height; ++y) {
    const std::uint8_t* row = &raster.rgb[static_cast<std::size_t>(y * raster.width) * 3];
    bytes += '\1';
    for (int i = 0; i < 3 * raster.width; ++i) {
      bytes += static_cast<char>(row[i] - (i < 3 ? 0 : row[i - 3]));
    }
  }
  return bytes;
}

}  // namespace

std::string scene_png(const Raster& raster) {
  return rgb_png(static_cast<std::uint32_t>(raster.width),
                 static_cast<std::uint32_t>(raster.height), zlib_stream(filtered(raster)));
}

}  // namespace sightmark
