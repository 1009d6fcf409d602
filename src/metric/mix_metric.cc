#include "metric/mix_metric.h"

namespace sightmark {
namespace {

Metric weighted(Metric metric, std::optional<Estimate> MixNumbers::*part) {
  metric.name += " under the mix";
  metric.column = "mix_" + metric.column;
  metric.value = [part](const RunMetrics& run) {
    return run.mix ? value_of((*run.mix).*part) : std::nullopt;
  };
  metric.interval = [part](const RunMetrics& run) -> std::optional<Interval> {
    if (!run.mix || !((*run.mix).*part)) return std::nullopt;
    return ((*run.mix).*part)->interval;
  };
  return metric;
}

}  // namespace

std::optional<Metric> under_mix(const Metric& metric) {
  if (metric.column == mean_latency().column) {
    return weighted(metric, &MixNumbers::latency_mean_ms);
  }
  if (metric.column == energy_per_inference().column) {
    return weighted(metric, &MixNumbers::energy_per_inference_j);
  }
  if (metric.column == answers_per_hour().column) {
    return weighted(metric, &MixNumbers::answers_per_h);
  }
  return std::nullopt;
}

}  // namespace sightmark
