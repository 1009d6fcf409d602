#include <cstdint>

#include "fuzz/require.h"
#include "record/run_meta.h"

using namespace sightmark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::string> field_problems;
  const auto parsed = parse_run_meta({reinterpret_cast<const char*>(data), size}, field_problems);
  if (!parsed) {
    require(!parsed.error().message.empty());
    return 0;
  }
  const RunMeta& meta = *parsed;
  require(is_amount(meta.load_time_s) && is_count(meta.image_count) &&
          is_count(meta.max_new_tokens));
  for (const auto* text :
       {&meta.model_key, &meta.model_id, &meta.run_group, &meta.device_name, &meta.dtype,
        &meta.suite, &meta.timestamp, &meta.power_monitoring_method, &meta.engine}) {
    require(is_valid_utf8(*text));
  }
  for (const Facts* facts : {&meta.engine_facts, &meta.machine_facts, &meta.state_before}) {
    for (const Fact& fact : *facts) {
      require(is_valid_utf8(fact.name) && is_valid_utf8(text_of(*facts, fact.name)));
    }
  }
  return 0;
}
