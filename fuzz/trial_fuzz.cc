#include <cstdint>
#include <string>

#include "base/line_reader.h"
#include "fuzz/require.h"
#include "record/record_parser.h"

using namespace sightmark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string line(reinterpret_cast<const char*>(data), size);
  line.resize(size + LineReader::kPadding);
  RecordParser parser;
  const auto parsed = parser.parse_trial({line.data(), size});
  if (!parsed) {
    require(!parsed.error().message.empty());
    return 0;
  }
  const Trial& trial = parsed->value;
  require(is_amount(trial.latency_ms) && is_amount(trial.ram_used_mb) && is_amount(trial.power_w));
  require(is_amount(trial.energy_j) && is_amount(trial.load_time_s));
  require(is_count(trial.prompt_tokens) && is_count(trial.response_tokens));
  require(trial.repeat_index >= 0);
  for (const auto* text : {&trial.image, &trial.task, &trial.prompt, &trial.error}) {
    require(is_valid_utf8(*text));
  }
  require(is_valid_utf8(trial.output_text.value_or("")));
  // What stands behind the line is never part of it.
  line.replace(size, LineReader::kPadding, LineReader::kPadding, '"');
  const auto again = parser.parse_trial({line.data(), size});
  require(again && again->value.output_text == trial.output_text &&
          again->field_problems == parsed->field_problems);
  return 0;
}
