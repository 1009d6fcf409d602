#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/fact.h"
#include "suite/suite.h"

// run_meta.json as `sightmark run` writes it (docs/results-format.md): all that a reader needs to
// judge what the run may be compared with.
namespace sightmark {

inline constexpr int kSchemaVersion = 1;

// The first question after loading, which the steady state does not hold.
struct FirstAnswer {
  double latency_ms;
  std::optional<double> ttft_ms;
  std::string error;  // empty: it succeeded
};

// What the device drew before the engine was started.
struct IdlePower {
  std::string scope;  // that of the trials' power
  double mean_w, duration_s;
};

struct RunDescription {
  std::string model_key, run_group, host, device_name, timestamp, sightmark_version;

  // The engine and the model in it.
  std::string engine, engine_version, model_id, dtype;
  std::string device;  // the compute backend ("cuda", "cpu"); empty: not known
  std::optional<bool> is_prompt_cache_off;
  bool is_engine_elsewhere = false;  // on another machine, which was not measured
  Facts engine_facts;

  // What is asked.
  Suite suite;
  std::string manifest, image_set_sha256;  // the folder or list of images as it was given
  std::int64_t image_count = 0, trial_count = 0, repeats = 1, warmup = 0;

  // How.
  std::string load_pattern;  // "single_stream", "closed_loop", "open_loop"
  std::int64_t concurrency = 1;
  std::optional<double> rate;  // requests a second
  std::int64_t max_new_tokens = 0, seed = 0;
  double timeout_s = 0, cooldown_s = 0;
  std::string durability;  // "record", "batch"

  // On what.
  Facts machine_facts, state_before;
  std::vector<std::string> power_meters;
  std::string telemetry_began;  // local time at which time_s of telemetry.csv is 0
  double sample_hz = 0;

  // What was measured before the first trial.
  std::optional<double> load_time_s;  // of an engine that sightmark started
  std::optional<FirstAnswer> first_answer;
  std::optional<IdlePower> idle_power;
};

// run_meta.json.
std::string to_json(const RunDescription& run);

}  // namespace sightmark
