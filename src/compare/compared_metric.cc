#include "compare/compared_metric.h"

namespace sightmark {
namespace {

using Value = std::optional<double>;

Value latency(const TrialValues& trial) { return trial.latency_ms; }
Value ttft(const TrialValues& trial) { return trial.ttft_ms; }

// The first token ends the time to the first text.
bool has_decoding(const TrialValues& trial) {
  return trial.decode_ms && trial.generated_tokens.value_or(0) > 1;
}
Value decoded_tokens(const TrialValues& trial) {
  return has_decoding(trial) ? Value(*trial.generated_tokens - 1) : std::nullopt;
}
Value decode_s(const TrialValues& trial) {
  return has_decoding(trial) ? Value(*trial.decode_ms / 1000) : std::nullopt;
}

ComparedMetric of_latency(const char* key, const char* name, std::optional<double> percentile) {
  return {.key = key,
          .name = name,
          .unit = "ms",
          .decimal_count = 1,
          .kind = MetricKind::Latency,
          .lower = "faster",
          .higher = "slower",
          .above = latency,
          .percentile = percentile};
}

ComparedMetric of_ttft(const char* key, const char* name, std::optional<double> percentile) {
  ComparedMetric metric = of_latency(key, name, percentile);
  metric.above = ttft;
  return metric;
}

std::vector<ComparedMetric> speeds() {
  return {of_latency("latency_mean", "Latency, mean", {}),
          of_latency("latency_p50", "Latency, p50", 0.5),
          of_latency("latency_p90", "Latency, p90", 0.9),
          of_ttft("ttft_mean", "First token, mean", {}),
          of_ttft("ttft_p50", "First token, p50", 0.5),
          of_ttft("ttft_p90", "First token, p90", 0.9),
          {.key = "decode_tokens_per_s",
           .name = "Decoding speed",
           .unit = "tok/s",
           .decimal_count = 2,
           .kind = MetricKind::Generation,
           .lower = "slower",
           .higher = "faster",
           .above = decoded_tokens,
           .below = decode_s},
          {.key = "generated_tokens_per_s",
           .name = "Answering speed",
           .unit = "tok/s",
           .decimal_count = 2,
           .kind = MetricKind::Generation,
           .lower = "slower",
           .higher = "faster",
           .above =
               [](const TrialValues& trial) {
                 return trial.latency_ms ? trial.generated_tokens : std::nullopt;
               },
           .below =
               [](const TrialValues& trial) {
                 if (!trial.latency_ms || !trial.generated_tokens) return Value();
                 return Value(*trial.latency_ms / 1000);
               }}};
}

std::vector<ComparedMetric> amounts() {
  return {{.key = "generated_tokens",
           .name = "Answer length",
           .unit = "tok",
           .decimal_count = 1,
           .kind = MetricKind::Length,
           .lower = "fewer",
           .higher = "more",
           .above = [](const TrialValues& trial) { return trial.generated_tokens; }},
          {.key = "energy_per_inference",
           .name = "Energy an answer",
           .unit = "J",
           .decimal_count = 2,
           .kind = MetricKind::Energy,
           .lower = "lower",
           .higher = "higher",
           .above = [](const TrialValues& trial) { return trial.energy_j; }},
          {.key = "answer_length",
           .name = "Answer length",
           .unit = "characters",
           .decimal_count = 1,
           .kind = MetricKind::Length,
           .lower = "shorter",
           .higher = "longer",
           .above = [](const TrialValues& trial) { return trial.answer_length; }}};
}

std::vector<ComparedMetric> shares() {
  return {{.key = "accuracy",
           .name = "Accuracy",
           .unit = "%",
           .decimal_count = 1,
           .kind = MetricKind::Accuracy,
           .lower = "lower",
           .higher = "higher",
           .above =
               [](const TrialValues& trial) {
                 return trial.accuracy ? Value(100 * *trial.accuracy) : std::nullopt;
               },
           .is_share = true},
          {.key = "success",
           .name = "Successes",
           .unit = "%",
           .decimal_count = 1,
           .kind = MetricKind::Reliability,
           .lower = "lower",
           .higher = "higher",
           .above = [](const TrialValues& trial) { return Value(trial.has_succeeded ? 100 : 0); },
           .is_share = true}};
}

std::vector<ComparedMetric> all_metrics() {
  std::vector<ComparedMetric> all = speeds();
  for (const auto& part : {amounts(), shares()}) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace

const std::vector<ComparedMetric>& compared_metrics() {
  static const std::vector<ComparedMetric> all = all_metrics();
  return all;
}

}  // namespace sightmark
