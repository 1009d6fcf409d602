#include <simdjson.h>

#include <cstdint>
#include <string>

#include "base/line_reader.h"
#include "fuzz/require.h"
#include "record/record_parser.h"

using namespace sightmark;

namespace {

// A line is taken just when simdjson takes it for an object, but for numbers: an integer beyond 64
// bits is one too.
void compare_with_simdjson(std::string_view line, bool is_taken) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  const auto error = parser.parse(line.data(), line.size(), true).get(object);
  require(is_taken || error);
  require(!is_taken || !error || error == simdjson::NUMBER_ERROR);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string line(reinterpret_cast<const char*>(data), size);
  line.resize(size + LineReader::kPadding);
  RecordParser parser;
  Trial trial;
  std::vector<std::string> field_problems;
  const auto parsed = parser.parse_trial({line.data(), size}, trial, field_problems);
  compare_with_simdjson({line.data(), size}, parsed.has_value());
  if (!parsed) {
    require(!parsed.error().message.empty());
    return 0;
  }
  require(is_amount(trial.latency_ms) && is_amount(trial.ram_used_mb) && is_amount(trial.power_w));
  require(is_amount(trial.energy_j) && is_amount(trial.load_time_s));
  require(is_count(trial.prompt_tokens) && is_count(trial.response_tokens));
  require(is_amount(trial.sent_s) && is_amount(trial.end_s) && is_amount(trial.ttft_ms));
  require(is_amount(trial.decode_ms) && is_count(trial.cached_tokens));
  require(trial.repeat_index >= 0);
  for (const auto* text : {&trial.image, &trial.task, &trial.prompt, &trial.error,
                           &trial.finish_reason, &trial.token_counter, &trial.error_kind}) {
    require(is_valid_utf8(*text));
  }
  require(is_valid_utf8(trial.output_text.value_or("")));
  // What stands behind the line is never part of it.
  std::string other = line;
  other.replace(size, LineReader::kPadding, LineReader::kPadding, '7');
  RecordParser other_parser;
  Trial again;
  std::vector<std::string> other_problems;
  require(other_parser.parse_trial({other.data(), size}, again, other_problems).has_value());
  require(again.output_text == trial.output_text && other_problems == field_problems);
  return 0;
}
