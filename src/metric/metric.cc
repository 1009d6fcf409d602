#include "metric/metric.h"

namespace sightmark {
namespace {

// What `get` finds in a distribution; nothing where there is none.
template <typename Get>
std::optional<double> from(const std::optional<Distribution>& values, Get get) {
  if (!values) return std::nullopt;
  return get(*values);
}

struct KindWords {
  MetricKind kind;
  std::string_view name, in_words;
};

constexpr KindWords kKinds[] = {
    {MetricKind::Other, "other", "other figures"},
    {MetricKind::TotalTokens, "total_tokens", "total tokens per second"},
    {MetricKind::Generation, "generation", "generation speed"},
    {MetricKind::Latency, "latency", "latency"},
    {MetricKind::Pace, "pace", "images and answers per hour"},
    {MetricKind::Energy, "energy", "energy and power"},
    {MetricKind::TokenEnergy, "token_energy", "total tokens per watt or joule"},
    {MetricKind::Memory, "memory", "memory"},
    {MetricKind::SystemMemory, "system_memory", "memory in use"},
    {MetricKind::LoadTime, "load_time", "load time"},
    {MetricKind::Length, "length", "answer length"},
    {MetricKind::Reliability, "reliability", "success rate"},
    {MetricKind::Accuracy, "accuracy", "accuracy"},
};

const KindWords& words_of(MetricKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

}  // namespace

std::string_view metric_kind_name(MetricKind kind) { return words_of(kind).name; }

std::string_view metric_kind_in_words(MetricKind kind) { return words_of(kind).in_words; }

Metric tokens_per_second() {
  return {.name = "tokens per second",
          .unit = "tok/s",
          .kind = MetricKind::TotalTokens,
          .decimal_count = 1,
          .is_lower_better = false,
          .value = [](const RunMetrics& run) { return run.performance.tokens_per_s; },
          .counts_prompt_tokens = true};
}

Metric ram() {
  return {.name = "memory in use",
          .unit = "GB",
          .kind = MetricKind::SystemMemory,
          .decimal_count = 1,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) { return run.performance.ram_gb; }};
}

Metric tokens_per_second_per_watt() {
  return {.name = "tokens per second per watt",
          .unit = "tok/s/W",
          .kind = MetricKind::TokenEnergy,
          .decimal_count = 2,
          .is_lower_better = false,
          .value = [](const RunMetrics& run) { return run.performance.tokens_per_s_per_w; },
          .counts_prompt_tokens = true};
}

Metric joules_per_token() {
  return {.name = "energy per token",
          .unit = "J/tok",
          .kind = MetricKind::TokenEnergy,
          .decimal_count = 3,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) { return run.performance.joules_per_token; },
          .counts_prompt_tokens = true};
}

Metric load_time() {
  return {.name = "load time",
          .unit = "s",
          .kind = MetricKind::LoadTime,
          .decimal_count = 1,
          .is_lower_better = true,
          .value = [](const RunMetrics& run) { return run.performance.load_time_s; },
          .column = "load_time_s"};
}

Metric latency_variation() {
  return {
      .name = "latency variation",
      .unit = "%",
      .kind = MetricKind::Latency,
      .decimal_count = 1,
      .is_lower_better = true,
      .value =
          [](const RunMetrics& run) {
            const auto& latency_ms = run.speed_quality.latency_ms;
            return latency_ms ? variation_percent(*latency_ms) : std::nullopt;
          },
      .column = "latency_variation_percent",
      .interval =
          [](const RunMetrics& run) { return interval_of(run.primary.latency_variation_percent); }};
}

Metric answer_length() {
  return {.name = "mean answer length",
          .unit = "characters",
          .kind = MetricKind::Length,
          .decimal_count = 1,
          .is_lower_better = false,
          .value =
              [](const RunMetrics& run) {
                return from(run.speed_quality.answer_length,
                            [](const auto& length) { return length.mean; });
              },
          .takes_length_for_detail = true,
          .column = "answer_length_mean",
          .interval = [](const RunMetrics& run) { return interval_of(run.primary.answer_length); }};
}

}  // namespace sightmark
