#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "record/power_scope.h"

namespace sightmark {

// Of the whole system. Megabytes are of 2^20 bytes.
struct SystemState {
  std::optional<double> cpu_percent, ram_used_mb, ram_available_mb, ram_percent;
};

// Power of one part of the device over a trial.
struct RailPower {
  std::string name;  // unique in its trial
  PowerScope scope = PowerScope::Unknown;
  std::optional<double> mean_w, peak_w, min_w;
  std::optional<double> energy_j, counter_energy_j;  // by trapezoids, by the source's counter
};

// One image asked about in one task: a line of runs.jsonl (docs/results-format.md has each field).
// What is not known is absent, or an empty text.
struct Trial {
  std::optional<std::int64_t> order;  // position in the plan, from 0
  std::optional<std::int64_t> image_index;
  std::string image;  // its name, else its path, else its index
  std::string image_path;
  std::optional<std::int64_t> image_width, image_height;
  std::string image_resolution;
  std::string task, task_purpose, prompt;
  std::int64_t repeat_index = 0;
  std::string phase;  // "first_answer", "warmup"; empty: measured

  std::optional<double> latency_ms;  // until the failure where it failed
  std::optional<double> ttft_ms, decode_ms;
  std::optional<double> queue_ms;  // from the schedule to the sending; under open-loop load
  // Seconds of the run's clock, which stands still while nothing is measured.
  std::optional<double> scheduled_s, sent_s, first_token_s, end_s;
  std::vector<double> token_times_ms;      // since the sending, of each piece of text
  std::vector<std::int64_t> token_counts;  // by then; empty where each piece was one token

  std::optional<std::int64_t> prompt_tokens, prompt_text_tokens, image_tokens, cached_tokens;
  std::optional<std::int64_t> response_tokens;
  std::string token_counter;  // "engine", "arrivals", "none"
  std::string finish_reason;  // "length": the answer was cut by the cap
  std::optional<double> engine_prompt_ms, engine_decode_ms;
  std::optional<std::int64_t> retry_count;
  std::optional<std::string> output_text;
  std::string error, error_kind;  // empty: it succeeded

  SystemState before, after;
  std::optional<double> system_peak_mb;
  std::optional<double> engine_mb, engine_peak_mb;  // the engine's processes
  std::optional<double> gpu_mb, gpu_peak_mb;        // the same on the GPU
  std::optional<double> torch_peak_mb;              // PyTorch's allocations on the GPU so far
  std::optional<double> gpu_utilization_percent;

  std::string power_method;  // the sources
  PowerScope power_scope = PowerScope::Unknown;
  std::optional<double> power_w, power_peak_w;       // of that scope
  std::optional<double> energy_j, counter_energy_j;  // absent where requests overlap
  std::optional<std::int64_t> power_sample_count;
  std::optional<double> power_duration_s;
  std::optional<double> gpu_soc_power_w;
  bool has_power_samples = false;
  std::vector<RailPower> rails;

  std::optional<double> load_time_s;  // of the model
  std::string timestamp;              // of its end, local time
};

// A line of runs.jsonl or warmup.jsonl, with its line end.
std::string to_json_line(Trial trial);

// The same without what takes much memory: the answer, the times of tokens and the single rails.
Trial without_texts(Trial trial);

// Takes lines one after another, from one thread at a time.
class TrialParser {
 public:
  TrialParser();
  ~TrialParser();

  // Fills `trial`, which must be new. Fails, and changes nothing, where the line is not one valid
  // JSON object. `padded_line` must be followed by LineReader::kPadding bytes that may be read.
  Expected<void> parse(std::string_view padded_line, Trial& trial,
                       std::vector<std::string>& field_problems);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The paths of all fields, such as "memory.gpu_mb".
std::vector<std::string_view> trial_field_paths();

}  // namespace sightmark
