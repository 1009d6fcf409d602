#include "telemetry/tegrastats.h"

#include <cstdint>

#include "fuzz/require.h"

using namespace sightmark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const TegrastatsLine line = parse_tegrastats(text);
  for (const TegrastatsRail& rail : line.rails) {
    require(!rail.name.empty() && is_valid_utf8(rail.name));
    for (const char c : rail.name) require(static_cast<unsigned char>(c) > 0x20);
    require(is_amount(rail.power_w));
  }
  require(!line.gpu_percent || (*line.gpu_percent >= 0 && *line.gpu_percent <= 100));
  return 0;
}
