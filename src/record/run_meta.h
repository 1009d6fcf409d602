#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "base/fact.h"
#include "record/power_scope.h"
#include "suite/suite.h"

namespace sightmark {

inline constexpr int kSchemaVersion = 1;

// A run that ended before its time and was resumed.
struct Interruption {
  std::string timestamp;              // of the resume, local time
  std::string telemetry_began;        // as in RunMeta, from then on
  std::int64_t done_trial_count = 0;  // by then
  std::optional<double> load_time_s;  // of the engine, again
};

// run_meta.json: what was run, on what, and how (docs/results-format.md has each field). What is
// not known is absent, or an empty text.
struct RunMeta {
  std::optional<std::int64_t> schema_version;
  std::string sightmark_version;
  std::string model_key, model_id, run_group, host, device_name;
  std::string backend;  // "cuda", "cpu"
  std::string dtype, timestamp;

  std::string engine, engine_version;
  std::string torch_version, model_revision;
  std::optional<bool> is_prompt_cache_off;
  std::optional<bool> is_engine_remote;  // on another machine, which was not measured
  Facts engine_facts;

  std::string manifest, image_set_sha256;  // the folder or list of images as it was given
  std::optional<std::int64_t> image_count, planned_trial_count;
  std::string suite, suite_version;
  std::vector<Task> tasks;

  std::optional<std::int64_t> warmup_count, repeats, batch_size, max_new_tokens;
  std::optional<double> temperature;
  std::optional<std::int64_t> seed;
  std::string load_pattern;  // "single_stream", "closed_loop", "open_loop"
  std::optional<std::int64_t> concurrency;
  std::optional<double> rate;  // requests a second
  std::optional<double> timeout_s, cooldown_s;
  std::string durability;  // "record", "batch"

  std::optional<bool> is_power_measured;
  std::string power_monitoring_method;
  std::optional<double> power_sample_interval_ms;
  std::string telemetry_began;  // local time of 0 in telemetry.csv

  std::optional<double> load_time_s;  // of an engine that sightmark started
  // To the first question after loading, which the steady state does not hold.
  std::optional<double> first_answer_ms, first_answer_ttft_ms;
  std::string first_answer_error;  // empty: it succeeded
  // Before the engine was started.
  PowerScope idle_power_scope = PowerScope::Unknown;
  std::optional<double> idle_power_w, idle_power_duration_s;

  Facts machine_facts, state_before;
  std::optional<std::vector<Interruption>> interruptions;

  std::optional<std::int64_t> interruption_count() const;
};

std::string to_json(RunMeta run);

// The text of a run_meta.json with one more interruption. All else stays as it is, also fields that
// sightmark does not know. Fails where the text is not one valid JSON object.
Expected<std::string> with_interruption(std::string_view json, const Interruption& interruption);

// Fails where the text is not one valid JSON object.
Expected<RunMeta> parse_run_meta(std::string_view json, std::vector<std::string>& field_problems);

// A setting that is not what it was; values are JSON.
struct Difference {
  std::string field, then, now;
};

// In which settings that decide the numbers two runs differ. A text that `now` leaves empty is not
// known yet, and not compared.
std::vector<Difference> differences(RunMeta then, RunMeta now);

std::vector<std::string_view> run_meta_field_paths();

}  // namespace sightmark
