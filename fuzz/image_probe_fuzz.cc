#include <cstdint>

#include "base/text.h"
#include "fuzz/require.h"
#include "suite/image_probe.h"

using namespace sightmark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto header = probe_image(bytes);
  if (!header) {
    require(!header.error().message.empty() &&
            plain_text(header.error().message) == header.error().message);
    return 0;
  }
  require(header->media_type.starts_with("image/"));
  require(header->width >= 1 && header->height >= 1);
  require(header->width <= 0x7FFFFFFF && header->height <= 0x7FFFFFFF);
  return 0;
}
