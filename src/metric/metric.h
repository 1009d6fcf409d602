#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metric/run_metrics.h"

namespace sightmark {

// What a metric measures, and so what runs must agree in to be compared by it (docs/audit.md).
enum class MetricKind {
  Other,         // nothing that conditions decide
  TotalTokens,   // tokens a second, prompt tokens among them
  Generation,    // generated tokens or characters a second
  Latency,       // of a request or its parts
  Pace,          // of elapsed time: images or answers in it
  Energy,        // and power
  TokenEnergy,   // energy and total tokens
  Memory,        // of one kind
  SystemMemory,  // all that is in use
  LoadTime,
  Length,  // of an answer
  Reliability,
  Accuracy,
};

// "total_tokens", as in audit.json; and in a sentence: "total tokens per second".
std::string_view metric_kind_name(MetricKind kind);
std::string_view metric_kind_in_words(MetricKind kind);

// A number that runs are ranked by. Definitions: docs/metrics.md.
struct Metric {
  std::string name;  // as in a sentence: "mean latency"
  std::string unit;  // "ms"
  MetricKind kind = MetricKind::Other;
  int decimal_count = 0;
  bool is_lower_better = false;
  std::function<std::optional<double>(const RunMetrics&)> value;
  // What a reader must be warned of beside it.
  bool counts_prompt_tokens = false, takes_length_for_detail = false;
  std::string column = "";  // of runs.csv; empty for a metric that is not there
  std::function<std::optional<Interval>(const RunMetrics&)> interval = [](const RunMetrics&) {
    return std::nullopt;
  };  // at 95%, where one exists
};

// From the reference performance table. Tokens are prompt and response tokens together.
Metric tokens_per_second();
Metric ram();
Metric tokens_per_second_per_watt();
Metric joules_per_token();
Metric load_time();

// Computed from the records, over successful trials.
Metric latency_variation();  // coefficient of variation
Metric answer_length();

// Primary metrics: runs.csv has them, most with an interval.
Metric mean_latency();
Metric latency_p90();
Metric latency_p99();                  // where the trials are enough to certify it; not in rankings
Metric generated_tokens_per_second();  // of time in requests
Metric characters_per_second();        // likewise
Metric ttft_p90();                     // time to first token
Metric decode_rate();                  // tokens per second after the first
Metric images_per_second();            // of elapsed time
Metric answers_per_hour();             // likewise
Metric mean_power();
Metric energy_per_inference();
Metric energy_per_generated_token();
Metric energy_above_idle();  // an inference
Metric answers_per_watt_hour();
Metric images_per_watt_hour();
Metric battery_life();
Metric peak_memory();
Metric success_rate();

// All of them that runs may be ranked by, the load time too, in the order of runs.csv.
std::vector<Metric> primary_metrics();

// In percent, by the images' truth. Over all tasks, and in one.
Metric accuracy();
Metric accuracy_in(const std::string& task);
// What is right by aspect, over the tasks that are scored on it: objects found and correct, counts,
// attributes, relations and setting.
std::vector<Metric> accuracy_aspects();

}  // namespace sightmark
