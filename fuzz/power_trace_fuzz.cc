#include <cmath>
#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "fuzz/require.h"
#include "record/power_trace.h"

using namespace sightmark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto seconds = seconds_of(text)) require(std::isfinite(*seconds));
  const auto row = parse_power_row(text);
  if (!row) return 0;
  require(std::isfinite(row->time_s) && row->time_s >= 0);
  require(std::isfinite(row->watts) && row->watts >= 0);
  require(row->scope != PowerScope::Unknown);
  require(is_valid_utf8(row->source) && is_valid_utf8(row->rail));
  return 0;
}
