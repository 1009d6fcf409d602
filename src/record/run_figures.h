#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/fact.h"
#include "record/power_scope.h"

// summary.json as `sightmark run` writes it (docs/results-format.md): what came of a run.
namespace sightmark {

// Over successful trials.
struct Spread {
  double mean, min, p50, p90, p95, p99, max;
};

// The wall clock was set, or the machine slept.
struct ClockStep {
  double at_s;  // on the run's own clock
  double step_s;
};

struct RunFigures {
  std::string model_key, model_id, run_group, host, device_name, device, dtype;
  std::int64_t image_count = 0, task_count = 0, repeats = 1;
  std::int64_t trial_count = 0, error_count = 0;
  double elapsed_s = 0;       // measuring, without idle time, warm-up, cooldowns and interruptions
  double request_time_s = 0;  // with at least one request under way

  std::optional<Spread> latency_ms, ttft_ms, requests_per_s;
  std::optional<double> generated_tokens_per_s;          // over elapsed time
  std::optional<double> request_generated_tokens_per_s;  // over time in requests
  std::optional<double> images_per_s;                    // with all their tasks done

  // Of the power scope that the trials are told in.
  PowerScope power_scope = PowerScope::Unknown;
  std::optional<double> power_w, energy_j;  // mean and total while measuring
  std::optional<double> energy_above_idle_j;
  std::optional<double> system_peak_mb, engine_peak_mb, gpu_peak_mb;
  std::optional<double> sampler_cpu_percent;  // of one core

  std::vector<ClockStep> clock_steps;
  std::vector<std::string> notes;  // what a reader must know beside
  Facts state_after;
};

// summary.json.
std::string to_json(const RunFigures& figures);

}  // namespace sightmark
