#include "suite/image_probe.h"

#include <fmt/format.h>
#include <stb/stb_image.h>  // the readers that CMakeLists.txt chooses are compiled into this file
#include <webp/decode.h>

#include <algorithm>
#include <climits>
#include <cstdint>

namespace sightmark {
namespace {

constexpr std::string_view kJpegStart = "\xFF\xD8\xFF";
constexpr std::string_view kPngStart = "\x89PNG\r\n\x1A\n";

tl::unexpected<Error> damaged(std::string_view format, std::string_view reason) {
  return fail(fmt::format("its {} header is damaged or of a kind that few programs read ({})",
                          format, reason));
}

const std::uint8_t* data(std::string_view bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

Expected<ImageHeader> probe_with_stb(std::string_view bytes, std::string_view format,
                                     const char* media_type) {
  const int size = static_cast<int>(std::min<std::size_t>(bytes.size(), INT_MAX));
  int width = 0, height = 0, channel_count = 0;
  if (!::stbi_info_from_memory(data(bytes), size, &width, &height, &channel_count)) {
    return damaged(format, ::stbi_failure_reason());
  }
  return ImageHeader{media_type, static_cast<std::size_t>(width), static_cast<std::size_t>(height)};
}

Expected<ImageHeader> probe_webp(std::string_view bytes) {
  int width = 0, height = 0;
  if (!::WebPGetInfo(data(bytes), bytes.size(), &width, &height) || width < 1 || height < 1) {
    return damaged("WebP", "no size in it");
  }
  return ImageHeader{"image/webp", static_cast<std::size_t>(width),
                     static_cast<std::size_t>(height)};
}

}  // namespace

Expected<ImageHeader> probe_image(std::string_view bytes) {
  if (bytes.starts_with(kJpegStart)) return probe_with_stb(bytes, "JPEG", "image/jpeg");
  if (bytes.starts_with(kPngStart)) return probe_with_stb(bytes, "PNG", "image/png");
  const bool is_webp = bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP");
  if (is_webp) return probe_webp(bytes);
  return fail(bytes.empty() ? "it is empty" : "it is no JPEG, PNG or WebP image");
}

}  // namespace sightmark
