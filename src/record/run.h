#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fact.h"
#include "base/optional_number.h"
#include "record/name_table.h"
#include "record/power_scope.h"
#include "record/text_store.h"
#include "record/truth.h"

// A run as it stands on disk (docs/results-format.md). A field that the files do not have, or that
// holds another type or a negative number, is absent; an absent text is empty.
namespace sightmark {

// run_meta.json: what was run, on what, and how.
struct RunMeta {
  std::string model_key, model_id, run_group, device_name, dtype, suite, timestamp;
  std::string power_monitoring_method;
  std::optional<std::int64_t> image_count, max_new_tokens;
  std::optional<double> load_time_s;

  // Below: what few benchmarks besides sightmark tell.
  std::string host, backend;  // "cuda"
  std::string engine, engine_version, torch_version, model_revision;
  std::string manifest, image_set_sha256, suite_version;
  std::string load_pattern;     // "single_stream", "closed_loop", "open_loop"
  std::string telemetry_began;  // local time of 0 in telemetry.csv
  std::optional<std::int64_t> planned_trial_count, repeats, batch_size, concurrency;
  std::optional<std::int64_t> warmup_count, seed;
  std::optional<double> temperature, rate, timeout_s, cooldown_s;
  std::optional<double> first_answer_ms;  // to the first question after loading
  std::optional<double> idle_power_w;     // before the engine was started, of the next scope
  PowerScope idle_power_scope = PowerScope::Unknown;
  std::optional<bool> is_prompt_cache_off, is_engine_elsewhere;
  std::optional<std::int64_t> interruption_count;  // how often the run was resumed
  Facts engine_facts, machine_facts, state_before;
};

// summary.json: written when a run came to its end.
struct RunSummary {
  std::optional<double> elapsed_s, latency_ms_mean;
  std::optional<double> request_time_s;     // with at least one request under way
  std::optional<double> power_w, energy_j;  // of the whole run, where it was measured as one
  std::optional<std::int64_t> image_count, trial_count;
  PowerScope power_scope = PowerScope::Unknown;
  std::optional<double> energy_above_idle_j;
  std::optional<double> system_peak_mb, engine_peak_mb, gpu_peak_mb;
  std::optional<std::int64_t> clock_step_count;  // the wall clock was set, or the machine slept
  Facts state_after;
};

// One record of runs.jsonl: one image asked about in one task. In a Run, its texts are views of
// what the run keeps.
struct Trial {
  std::string_view image;  // its name, else its path, else its index in the list
  std::string_view task;
  std::string_view prompt;  // the question as it was put
  std::int64_t repeat_index = 0;
  OptionalNumber latency_ms;
  std::optional<std::int64_t> prompt_tokens, response_tokens;
  OptionalNumber ram_used_mb, ram_available_mb;  // of the whole system, after the trial
  OptionalNumber power_w;                        // mean over the trial
  OptionalNumber energy_j;                       // as recorded
  PowerScope power_scope = PowerScope::Unknown;
  OptionalNumber load_time_s;                   // of the model, where the record carries it
  std::optional<std::string_view> output_text;  // the answer, UTF-8
  std::string_view error;                       // empty: the trial succeeded

  // Below: what few benchmarks besides sightmark record. Seconds are of the run's own clock.
  OptionalNumber scheduled_s, sent_s, end_s;
  OptionalNumber ttft_ms, decode_ms;  // to the first text, and from there to the end
  std::optional<std::int64_t> cached_tokens;
  std::string_view finish_reason;  // "length": the answer was cut by the cap
  std::string_view token_counter;  // "engine", "arrivals", "none"
  std::string_view error_kind;
  OptionalNumber engine_peak_mb;  // the engine's processes
  OptionalNumber gpu_peak_mb;     // the same on the GPU
  OptionalNumber torch_peak_mb;   // the most that torch has allocated on the GPU so far
};

// What was wrong with a run's files. Every kind is counted; the first few are told in full.
struct ReadingProblems {
  std::size_t damaged_line_count = 0, duplicate_count = 0, wrong_field_count = 0;
  std::vector<std::string> messages;  // "path:line: what; what was done"
  std::size_t untold_count = 0;       // that have no message
};

// Where a run lies.
struct RunFolder {
  std::filesystem::path path;
  std::string root_name;  // the folder name of the root it was found under
  std::string run_dir;    // root_name and the path below it, with slashes: the run's name in tables
};

struct Run {
  RunFolder folder;
  RunMeta meta;
  std::optional<RunSummary> summary;  // absent: the run was cut off, or its summary is damaged
  std::vector<Trial> trials;
  std::vector<ImageTruth> truths;           // of images of which it is known, none twice; by image
  NameTable images, tasks, prompts, words;  // hold those texts of the trials ...
  TextStore answers;                        // ... and this the others
  ReadingProblems problems;
};

}  // namespace sightmark
