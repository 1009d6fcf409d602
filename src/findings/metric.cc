#include "findings/metric.h"

namespace sightmark {
namespace {

// What `get` finds in a distribution; nothing where there is none.
template <typename Get>
std::optional<double> from(const std::optional<Distribution>& values, Get get) {
  if (!values) return std::nullopt;
  return get(*values);
}

}  // namespace

Metric tokens_per_second() {
  return {.name = "tokens per second",
          .unit = "tok/s",
          .decimal_count = 1,
          .is_lower_better = false,
          .value = [](const RunMetrics& run) { return run.performance.tokens_per_s; },
          .counts_prompt_tokens = true};
}

Metric ram() {
  return {.name = "memory in use",
          .unit = "GB",
          .decimal_count = 1,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) { return run.performance.ram_gb; }};
}

Metric tokens_per_second_per_watt() {
  return {.name = "tokens per second per watt",
          .unit = "tok/s/W",
          .decimal_count = 2,
          .is_lower_better = false,
          .value = [](const RunMetrics& run) { return run.performance.tokens_per_s_per_w; },
          .counts_prompt_tokens = true,
          .depends_on_power_scope = true};
}

Metric joules_per_token() {
  return {.name = "energy per token",
          .unit = "J/tok",
          .decimal_count = 3,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) { return run.performance.joules_per_token; },
          .counts_prompt_tokens = true,
          .depends_on_power_scope = true};
}

Metric load_time() {
  return {.name = "load time",
          .unit = "s",
          .decimal_count = 1,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) { return run.performance.load_time_s; },
          .column = "load_time_s"};
}

Metric latency_variation() {
  return {.name = "latency variation",
          .unit = "%",
          .decimal_count = 1,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) {
            const auto& latency_ms = run.speed_quality.latency_ms;
            return latency_ms ? variation_percent(*latency_ms) : std::nullopt;
          }};
}

Metric answer_length() {
  return {.name = "mean answer length",
          .unit = "characters",
          .decimal_count = 1,
          .is_lower_better = false,
          .value =
              [](const RunMetrics& run) {
                return from(run.speed_quality.answer_length,
                            [](const auto& length) { return length.mean; });
              },
          .takes_length_for_detail = true};
}

}  // namespace sightmark
