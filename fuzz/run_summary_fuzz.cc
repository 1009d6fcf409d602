#include <cstdint>

#include "fuzz/require.h"
#include "record/record_parser.h"

using namespace sightmark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  RecordParser parser;
  const auto parsed = parser.parse_run_summary({reinterpret_cast<const char*>(data), size});
  if (!parsed) {
    require(!parsed.error().message.empty());
    return 0;
  }
  const RunSummary& summary = parsed->value;
  require(is_amount(summary.elapsed_s) && is_amount(summary.latency_ms_mean));
  require(is_count(summary.image_count) && is_count(summary.trial_count));
  return 0;
}
