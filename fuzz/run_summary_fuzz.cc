#include <cstdint>

#include "fuzz/require.h"
#include "record/run_summary.h"

using namespace sightmark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::string> field_problems;
  const auto parsed =
      parse_run_summary({reinterpret_cast<const char*>(data), size}, field_problems);
  if (!parsed) {
    require(!parsed.error().message.empty());
    return 0;
  }
  const RunSummary& summary = *parsed;
  require(is_amount(summary.elapsed_s) && is_amount(summary.latency_ms.mean));
  require(is_count(summary.image_count) && is_count(summary.trial_count));
  return 0;
}
