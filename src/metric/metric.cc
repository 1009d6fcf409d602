#include "metric/metric.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "base/text.h"
#include "metric/formula.h"

namespace sightmark {
namespace {

struct KindWords {
  MetricKind kind;
  std::string_view name, in_words;
};

constexpr KindWords kKinds[] = {
    {MetricKind::Other, "other", "other metrics"},
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

std::vector<Metric> all_metrics() {
  std::vector<Metric> all =
      joined({speed_metrics(), energy_metrics(), outcome_metrics(), reference_metrics()});
  for (Metric& metric : all) {
    if (metric.column.empty()) metric.column = metric.key;
    metric.estimate = [key = metric.key](const RunMetrics& run) -> std::optional<Estimate> {
      const auto found = run.values.find(key);
      return found == run.values.end() ? std::nullopt : std::optional(found->second);
    };
  }
  return all;
}

// The one of a key that the list has.
const Metric& registered(std::string_view key) { return *find_metric(key); }

// How many characters must be added, dropped or changed (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string_view metric_kind_name(MetricKind kind) { return words_of(kind).name; }

std::string_view metric_kind_in_words(MetricKind kind) { return words_of(kind).in_words; }

const std::vector<Metric>& metrics() {
  static const std::vector<Metric> all = all_metrics();
  return all;
}

const Metric* find_metric(std::string_view key) {
  const auto found = std::find_if(metrics().begin(), metrics().end(),
                                  [&](const Metric& metric) { return metric.key == key; });
  return found == metrics().end() ? nullptr : &*found;
}

std::string no_metric_message(std::string_view key) {
  constexpr std::size_t kNamedCount = 3, kKeyLimit = 80;
  const std::string shown = shortened(key, kKeyLimit);
  std::vector<std::string> keys;
  for (const Metric& metric : metrics()) keys.push_back(metric.key);
  std::stable_sort(keys.begin(), keys.end(), [&](const std::string& a, const std::string& b) {
    return edit_distance(a, shown) < edit_distance(b, shown);
  });
  keys.resize(kNamedCount);
  return fmt::format("there is no metric {}; nearest: {}; `sightmark metrics` lists all",
                     plain_text(shown), fmt::join(keys, ", "));
}

const Metric& generated_tokens_per_second() { return registered("generated_tokens_per_s"); }
const Metric& mean_latency() { return registered("latency_mean"); }
const Metric& latency_p90() { return registered("latency_p90"); }
const Metric& latency_variation() { return registered("latency_variation"); }
const Metric& answer_length() { return registered("answer_length"); }
const Metric& answers_per_hour() { return registered("answers_per_h"); }
const Metric& mean_power() { return registered("power"); }
const Metric& energy_per_inference() { return registered("energy_per_inference"); }
const Metric& energy_per_generated_token() { return registered("energy_per_generated_token"); }
const Metric& answers_per_watt_hour() { return registered("answers_per_wh"); }
const Metric& images_per_watt_hour() { return registered("images_per_wh"); }
const Metric& battery_life() { return registered("battery_100wh"); }
const Metric& peak_memory() { return registered("memory"); }
const Metric& load_time() { return registered("load_time"); }
const Metric& success_rate() { return registered("success"); }
const Metric& accuracy() { return registered("accuracy"); }
const Metric& tokens_per_second() { return registered("tokens_per_sec"); }
const Metric& ram() { return registered("avg_ram_gb"); }
const Metric& tokens_per_second_per_watt() { return registered("tps_per_watt"); }
const Metric& joules_per_token() { return registered("joules_per_token"); }

Metric latency_p99() {
  const Metric& p99 = registered("latency_p99");
  Metric metric{.column = p99.column,
                .name = "certified 99th percentile of latency",
                .unit = p99.unit,
                .is_lower_better = true};
  metric.estimate = [](const RunMetrics& run) -> std::optional<Estimate> {
    if (!registered("latency_p99_certified").value(run)) return std::nullopt;
    return registered("latency_p99").estimate(run);
  };
  return metric;
}

}  // namespace sightmark
