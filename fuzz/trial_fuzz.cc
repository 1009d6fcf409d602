#include <cstdint>
#include <string>

#include "base/line_reader.h"
#include "fuzz/require.h"
#include "record/trial.h"

using namespace sightmark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string line(reinterpret_cast<const char*>(data), size);
  line.resize(size + LineReader::kPadding);
  TrialParser parser;
  std::vector<std::string> field_problems;
  Trial trial, again, once_more;
  const auto read = parser.parse({line.data(), size}, trial, field_problems);
  if (!read) {
    require(!read.error().message.empty());
    return 0;
  }
  for (const auto* amount :
       {&trial.latency_ms, &trial.after.ram_used_mb, &trial.power_w, &trial.energy_j,
        &trial.load_time_s, &trial.sent_s, &trial.end_s, &trial.ttft_ms, &trial.decode_ms}) {
    require(is_amount(*amount));
  }
  for (const auto* count : {&trial.prompt_tokens, &trial.response_tokens, &trial.cached_tokens,
                            &trial.order, &trial.image_index}) {
    require(is_count(*count));
  }
  require(trial.repeat_index >= 0);
  for (const auto* text : {&trial.image, &trial.task, &trial.prompt, &trial.error,
                           &trial.finish_reason, &trial.token_counter, &trial.error_kind}) {
    require(is_valid_utf8(*text));
  }
  require(is_valid_utf8(trial.output_text.value_or("")));

  // What stands behind the line is never part of it.
  line.replace(size, LineReader::kPadding, LineReader::kPadding, '7');
  std::vector<std::string> other_problems;
  require(parser.parse({line.data(), size}, again, other_problems).has_value());
  require(other_problems == field_problems);
  // What was read can be written, and is read as that.
  const std::string written = to_json_line(trial);
  require(to_json_line(again) == written);
  std::string padded = written + std::string(LineReader::kPadding, ' ');
  require(parser.parse({padded.data(), written.size()}, once_more, other_problems).has_value());
  require(to_json_line(once_more) == written);
  return 0;
}
