#include "findings/metric.h"

namespace sightmark {

Metric tokens_per_second() {
  return {"tokens per second", "tok/s", 1, false,
          [](const RunMetrics& run) { return run.performance.tokens_per_s; }};
}

Metric ram() {
  return {"memory in use", "GB", 1, true,
          [](const RunMetrics& run) { return run.performance.ram_gb; }};
}

Metric tokens_per_second_per_watt() {
  return {"tokens per second per watt", "tok/s/W", 2, false,
          [](const RunMetrics& run) { return run.performance.tokens_per_s_per_w; }};
}

Metric joules_per_token() {
  return {"energy per token", "J/tok", 3, true,
          [](const RunMetrics& run) { return run.performance.joules_per_token; }};
}

Metric load_time() {
  return {"load time", "s", 1, true,
          [](const RunMetrics& run) { return run.performance.load_time_s; }};
}

Metric mean_latency() {
  return {"mean latency", "ms", 0, true, [](const RunMetrics& run) -> std::optional<double> {
            if (!run.speed_quality.latency_ms) return std::nullopt;
            return run.speed_quality.latency_ms->mean;
          }};
}

Metric latency_p90() {
  return {"90th percentile of latency", "ms", 0, true,
          [](const RunMetrics& run) -> std::optional<double> {
            if (!run.speed_quality.latency_ms) return std::nullopt;
            return run.speed_quality.latency_ms->p90;
          }};
}

Metric latency_variation() {
  return {"latency variation", "%", 1, true, [](const RunMetrics& run) -> std::optional<double> {
            if (!run.speed_quality.latency_ms) return std::nullopt;
            return variation_percent(*run.speed_quality.latency_ms);
          }};
}

Metric answer_length() {
  return {"mean answer length", "characters", 1, false,
          [](const RunMetrics& run) -> std::optional<double> {
            if (!run.speed_quality.answer_length) return std::nullopt;
            return run.speed_quality.answer_length->mean;
          }};
}

Metric success_rate() {
  return {"success rate", "%", 1, false, [](const RunMetrics& run) -> std::optional<double> {
            if (run.trial_count == 0) return std::nullopt;
            return run.success_percent();
          }};
}

Metric generated_tokens_per_second() {
  return {"generated tokens per second", "tok/s", 1, false,
          [](const RunMetrics& run) { return run.conditions.generated_tokens_per_s; }};
}

}  // namespace sightmark
