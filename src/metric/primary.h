#pragma once

#include <optional>
#include <string_view>

#include "metric/estimate.h"
#include "metric/memory_use.h"
#include "record/power_scope.h"
#include "stats/bootstrap.h"

// The numbers of a run that rankings rest on. Definitions, units and sources: docs/metrics.md,
// "runs.csv". What cannot be known is `nullopt`; what has no interval has none.
namespace sightmark {

struct Run;
struct Performance;
struct Conditions;

// Of successful trials. A bound is what the percentile lies below at 99% confidence
// (certified_quantile); nothing where the trials are too few to say.
struct Latency {
  Estimate mean, p50, p90;
  double p95, p99;
  std::optional<double> p50_bound, p90_bound, p95_bound, p99_bound;
};

// All of one power scope. An inference is an answer; what failed ones cost counts too.
struct EnergyUse {
  PowerScope scope = PowerScope::Unknown;
  std::optional<double> power_w;  // mean while measuring
  std::optional<Estimate> per_inference_j, per_generated_token_j;
  std::optional<Estimate> above_idle_per_inference_j;  // less what the idle device drew before
  std::optional<Estimate> answers_per_wh, images_per_wh;
  std::optional<double> battery_h;  // that 100 Wh last at this power
};

struct Primary {
  // While requests are under way, failed ones included.
  std::optional<Estimate> generated_tokens_per_s, characters_per_s;
  // Of one request.
  std::optional<Latency> latency_ms;
  std::optional<Estimate> latency_variation_percent;   // coefficient of variation
  std::optional<Estimate> answer_length;               // mean, Unicode characters
  std::optional<Estimate> ttft_ms_p50, ttft_ms_p90;    // to the first text
  std::optional<Estimate> decode_tokens_per_s;         // after the first text
  std::optional<double> ttft_ms_mean, decode_ms_mean;  // the two parts of a request's time
  // Of elapsed time.
  std::optional<Estimate> images_per_s, answers_per_h;
  std::optional<double> overhead_percent;  // with no request under way: the benchmark's own work
  std::optional<Estimate> drift_percent;   // of mean latency, last quarter of the run over first

  EnergyUse energy;
  std::optional<Memory> memory;
  std::optional<MemoryFit> memory_fit;
  std::optional<double> load_time_s;
  std::optional<Estimate> success_percent, capped_percent, looping_percent;
};

// `performance` and `conditions` are those of the run (run_metrics.h). Intervals, but those of
// shares, are of so many resamples; without any there are none.
Primary primary(const Run& run, const Performance& performance, const Conditions& conditions,
                std::size_t resample_count = Bootstrap::kResampleCount);

}  // namespace sightmark
