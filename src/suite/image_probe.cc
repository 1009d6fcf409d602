#include "suite/image_probe.h"

#include <fmt/format.h>
#include <webp/decode.h>

#include <algorithm>
#include <cstdint>

namespace sightmark {
namespace {

constexpr std::string_view kJpegStart = "\xFF\xD8\xFF";
constexpr std::string_view kPngStart = "\x89PNG\r\n\x1A\n";
constexpr std::size_t kLargestSide = 0x7FFFFFFF;  // PNG's limit

std::size_t big_endian(std::string_view bytes) {
  std::size_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<std::uint8_t>(byte);
  return number;
}

tl::unexpected<Error> damaged(std::string_view format) {
  return fail(fmt::format("its {} header is damaged: it has no size", format));
}

bool is_side(std::size_t pixel_count) { return pixel_count >= 1 && pixel_count <= kLargestSide; }

// W3C's PNG specification, 11.2.2: the first chunk is IHDR.
Expected<ImageHeader> probe_png(std::string_view bytes) {
  if (bytes.size() < 24 || bytes.substr(12, 4) != "IHDR") return damaged("PNG");
  const std::size_t width = big_endian(bytes.substr(16, 4));
  const std::size_t height = big_endian(bytes.substr(20, 4));
  if (!is_side(width) || !is_side(height)) return damaged("PNG");
  return ImageHeader{"image/png", width, height};
}

// Whether a JPEG marker starts a frame, of whatever coding; ITU-T T.81, table B.1.
bool starts_frame(std::uint8_t marker) {
  const bool is_table_or_reserved = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
  return marker >= 0xC0 && marker <= 0xCF && !is_table_or_reserved;
}

// ITU-T T.81, annex B: segments of a marker and a length, of which one that starts a frame has the
// size. What stands between segments is passed over, as decoders do.
Expected<ImageHeader> probe_jpeg(std::string_view bytes) {
  constexpr std::uint8_t kEndOfImage = 0xD9, kStartOfScan = 0xDA;
  bytes.remove_prefix(2);
  for (;;) {
    bytes.remove_prefix(std::min(bytes.find('\xFF'), bytes.size()));
    bytes.remove_prefix(std::min(bytes.find_first_not_of('\xFF'), bytes.size()));
    if (bytes.size() < 8) return damaged("JPEG");
    const auto marker = static_cast<std::uint8_t>(bytes[0]);
    if (starts_frame(marker)) break;
    const std::size_t length = big_endian(bytes.substr(1, 2));
    const bool is_scan = marker == kStartOfScan || marker == kEndOfImage;
    if (is_scan || length < 2 || bytes.size() < 1 + length) return damaged("JPEG");
    bytes.remove_prefix(1 + length);
  }
  const std::size_t height = big_endian(bytes.substr(4, 2));
  const std::size_t width = big_endian(bytes.substr(6, 2));
  if (!is_side(width) || !is_side(height)) return damaged("JPEG");
  return ImageHeader{"image/jpeg", width, height};
}

Expected<ImageHeader> probe_webp(std::string_view bytes) {
  int width = 0, height = 0;
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  if (!::WebPGetInfo(data, bytes.size(), &width, &height)) return damaged("WebP");
  if (width < 1 || height < 1) return damaged("WebP");
  return ImageHeader{"image/webp", static_cast<std::size_t>(width),
                     static_cast<std::size_t>(height)};
}

}  // namespace

Expected<ImageHeader> probe_image(std::string_view bytes) {
  if (bytes.starts_with(kJpegStart)) return probe_jpeg(bytes);
  if (bytes.starts_with(kPngStart)) return probe_png(bytes);
  const bool is_webp = bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP");
  if (is_webp) return probe_webp(bytes);
  return fail(bytes.empty() ? "it is empty" : "it is no JPEG, PNG or WebP image");
}

}  // namespace sightmark
