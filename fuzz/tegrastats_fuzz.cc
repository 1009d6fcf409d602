#include "telemetry/jetson.h"

#include <cstdint>

#include "fuzz/require.h"

using namespace sightmark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const TegrastatsLine line = parse_tegrastats(text);
  for (const PowerReading& rail : line.rails) {
    require(!rail.rail.empty() && is_valid_utf8(rail.rail));
    for (const char c : rail.rail) require(static_cast<unsigned char>(c) > 0x20);
    require(rail.power_w && is_amount(*rail.power_w));
  }
  require(!line.gpu_percent || (*line.gpu_percent >= 0 && *line.gpu_percent <= 100));
  return 0;
}
