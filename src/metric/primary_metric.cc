#include "metric/metric.h"

namespace sightmark {
namespace {

using Part = std::optional<Estimate> Primary::*;
using EnergyPart = std::optional<Estimate> EnergyUse::*;

// The metric with its values and intervals from what `of` finds in the primary ones.
template <typename Of>
Metric of_primary(Metric metric, Of of) {
  metric.value = [of](const RunMetrics& run) { return value_of(of(run.primary)); };
  metric.interval = [of](const RunMetrics& run) { return interval_of(of(run.primary)); };
  return metric;
}

Metric of_part(Metric metric, Part part) {
  return of_primary(std::move(metric), [part](const Primary& own) { return own.*part; });
}

Metric of_energy(Metric metric, EnergyPart part) {
  metric.kind = MetricKind::Energy;
  return of_primary(std::move(metric), [part](const Primary& own) { return own.energy.*part; });
}

// Latencies stand in the distribution of the speed and quality table; the interval beside it.
Metric of_latency(Metric metric, double Distribution::*value, Estimate Latency::*estimate) {
  metric.unit = "ms";
  metric.kind = MetricKind::Latency;
  metric.is_lower_better = true;
  metric.value = [value](const RunMetrics& run) -> std::optional<double> {
    const auto& latency_ms = run.speed_quality.latency_ms;
    return latency_ms ? std::optional((*latency_ms).*value) : std::nullopt;
  };
  metric.interval = [estimate](const RunMetrics& run) -> std::optional<Interval> {
    const auto& latency_ms = run.primary.latency_ms;
    return latency_ms ? ((*latency_ms).*estimate).interval : std::nullopt;
  };
  return metric;
}

}  // namespace

Metric mean_latency() {
  return of_latency({.name = "mean latency", .column = "latency_mean_ms"}, &Distribution::mean,
                    &Latency::mean);
}

Metric latency_p90() {
  return of_latency({.name = "90th percentile of latency", .column = "latency_p90_ms"},
                    &Distribution::p90, &Latency::p90);
}

Metric latency_p99() {
  return {.name = "certified 99th percentile of latency",
          .unit = "ms",
          .is_lower_better = true,
          .value = [](const RunMetrics& run) -> std::optional<double> {
            const auto& latency_ms = run.primary.latency_ms;
            if (!latency_ms || !latency_ms->p99_bound) return std::nullopt;
            return latency_ms->p99;
          },
          .column = "latency_p99_ms"};
}

Metric generated_tokens_per_second() {
  return of_part({.name = "generated tokens per second",
                  .unit = "tok/s",
                  .kind = MetricKind::Generation,
                  .decimal_count = 1,
                  .column = "generated_tokens_per_s"},
                 &Primary::generated_tokens_per_s);
}

Metric characters_per_second() {
  return of_part({.name = "characters per second",
                  .unit = "characters/s",
                  .kind = MetricKind::Generation,
                  .decimal_count = 1,
                  .column = "characters_per_s"},
                 &Primary::characters_per_s);
}

Metric ttft_p90() {
  return of_part({.name = "90th percentile of the time to first token",
                  .unit = "ms",
                  .kind = MetricKind::Latency,
                  .is_lower_better = true,
                  .column = "ttft_p90_ms"},
                 &Primary::ttft_ms_p90);
}

Metric decode_rate() {
  return of_part({.name = "tokens per second after the first",
                  .unit = "tok/s",
                  .kind = MetricKind::Generation,
                  .decimal_count = 1,
                  .column = "decode_tokens_per_s"},
                 &Primary::decode_tokens_per_s);
}

Metric images_per_second() {
  return of_part({.name = "images per second",
                  .unit = "images/s",
                  .kind = MetricKind::Pace,
                  .decimal_count = 3,
                  .column = "images_per_s"},
                 &Primary::images_per_s);
}

Metric answers_per_hour() {
  return of_part({.name = "answers per hour",
                  .unit = "answers/h",
                  .kind = MetricKind::Pace,
                  .column = "answers_per_h"},
                 &Primary::answers_per_h);
}

Metric mean_power() {
  return {.name = "mean power",
          .unit = "W",
          .kind = MetricKind::Energy,
          .decimal_count = 1,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) { return run.primary.energy.power_w; },
          .column = "power_w"};
}

Metric energy_per_inference() {
  return of_energy({.name = "energy per inference",
                    .unit = "J",
                    .decimal_count = 2,
                    .is_lower_better = true,
                    .column = "energy_per_inference_j"},
                   &EnergyUse::per_inference_j);
}

Metric energy_per_generated_token() {
  return of_energy({.name = "energy per generated token",
                    .unit = "J/tok",
                    .decimal_count = 3,
                    .is_lower_better = true,
                    .column = "energy_per_generated_token_j"},
                   &EnergyUse::per_generated_token_j);
}

Metric energy_above_idle() {
  return of_energy({.name = "energy above idle per inference",
                    .unit = "J",
                    .decimal_count = 2,
                    .is_lower_better = true,
                    .column = "energy_above_idle_per_inference_j"},
                   &EnergyUse::above_idle_per_inference_j);
}

Metric answers_per_watt_hour() {
  return of_energy({.name = "answers per watt-hour",
                    .unit = "answers/Wh",
                    .decimal_count = 1,
                    .column = "answers_per_wh"},
                   &EnergyUse::answers_per_wh);
}

Metric images_per_watt_hour() {
  return of_energy({.name = "images per watt-hour",
                    .unit = "images/Wh",
                    .decimal_count = 1,
                    .column = "images_per_wh"},
                   &EnergyUse::images_per_wh);
}

Metric battery_life() {
  return {.name = "hours on a battery of 100 Wh",
          .unit = "h",
          .kind = MetricKind::Energy,
          .decimal_count = 1,
          .value = [](const RunMetrics& run) { return run.primary.energy.battery_h; },
          .column = "battery_100wh_h"};
}

Metric peak_memory() {
  return {.name = "memory",
          .unit = "MB",
          .kind = MetricKind::Memory,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) -> std::optional<double> {
            if (!run.primary.memory) return std::nullopt;
            return run.primary.memory->mb;
          },
          .column = "memory_mb"};
}

Metric success_rate() {
  return {.name = "success rate",
          .unit = "%",
          .kind = MetricKind::Reliability,
          .decimal_count = 1,
          .value = [](const RunMetrics& run) -> std::optional<double> {
            if (run.trial_count == 0) return std::nullopt;
            return run.success_percent();
          },
          .column = "success_percent",
          .interval = [](const RunMetrics& run) -> std::optional<Interval> {
            const auto& percent = run.primary.success_percent;
            return percent ? percent->interval : std::nullopt;
          }};
}

std::vector<Metric> primary_metrics() {
  return {generated_tokens_per_second(),
          characters_per_second(),
          mean_latency(),
          latency_p90(),
          ttft_p90(),
          decode_rate(),
          images_per_second(),
          answers_per_hour(),
          mean_power(),
          energy_per_inference(),
          energy_per_generated_token(),
          energy_above_idle(),
          answers_per_watt_hour(),
          images_per_watt_hour(),
          battery_life(),
          peak_memory(),
          load_time(),
          success_rate()};
}

}  // namespace sightmark
