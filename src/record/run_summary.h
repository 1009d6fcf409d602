#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "base/fact.h"
#include "record/power_scope.h"

namespace sightmark {

// Over successful trials; the quantiles are of type 7.
struct Spread {
  std::optional<double> mean, min, max, p50, p90, p95, p99;
};

// The wall clock was set, or the machine slept.
struct ClockStep {
  double at_s;  // of the run's clock
  double step_s;
};

// summary.json: what came of a run that was completed (docs/results-format.md has each field).
struct RunSummary {
  std::optional<std::int64_t> schema_version;
  std::string model_key, model_id, run_group, host, device_name, backend, dtype;  // as in RunMeta
  std::optional<std::int64_t> batch_size, repeats, image_count, task_count;
  std::optional<std::int64_t> trial_count, error_count;

  std::optional<double> elapsed_s, elapsed_min;  // without warm-up, cooldowns and interruptions
  std::optional<double> request_time_s;          // with at least one request under way
  Spread latency_ms, ttft_ms, requests_per_s;
  std::optional<double> images_per_s;                    // with all their tasks done
  std::optional<double> generated_tokens_per_s;          // over elapsed time
  std::optional<double> request_generated_tokens_per_s;  // over time in requests

  PowerScope power_scope = PowerScope::Unknown;  // of what follows
  std::optional<double> power_w, energy_j;       // of the whole run, where it was measured as one
  std::optional<double> energy_above_idle_j;
  std::optional<double> system_peak_mb, engine_peak_mb, gpu_peak_mb;
  std::optional<double> sampler_cpu_percent;  // of one core

  std::optional<std::vector<ClockStep>> clock_steps;
  std::vector<std::string> notes;  // what else a reader must know
  Facts state_after;

  std::optional<std::int64_t> clock_step_count() const;
};

std::string to_json(RunSummary summary);

// Fails where the text is not one valid JSON object.
Expected<RunSummary> parse_run_summary(std::string_view json,
                                       std::vector<std::string>& field_problems);

std::vector<std::string_view> run_summary_field_paths();

}  // namespace sightmark
