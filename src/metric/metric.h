#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metric/run_metrics.h"

// The one list of metrics: what a metric is, how it is computed, and what it means.
namespace sightmark {

struct RunInput;  // metric/formula.h

// What runs must agree in to be compared by a metric (docs/audit.md).
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

// What a trial adds to the two sums whose ratio a metric is.
struct Terms {
  double above, below;
};

struct Metric {
  std::string key;     // on the command line: "latency_p90"
  std::string column;  // of runs.csv or the reference's tables: "latency_p90_ms"; else the key
  std::string name;    // in a sentence: "90th percentile of latency"
  std::string unit;    // "ms"
  MetricKind kind = MetricKind::Other;
  int decimal_count = 0;
  bool is_lower_better = false;
  std::string definition;  // in a sentence or two; docs/metrics.md shows it

  // The formula: the ratio of the sums over trials, or a percentile. A trial without terms does not
  // bear on the metric. `compare` applies the same to the trials of pairs; without terms there is
  // nothing to compare in pairs.
  std::optional<Terms> (*terms)(const TrialRow&) = nullptr;
  std::optional<double> percentile = {};  // from 0 to 1, of the terms' `above`
  bool is_share = false;                  // in percent: a change is a difference, in points
  bool is_rate = false;                   // 0 is unknown: a run that failed is not slow
  bool is_mean = false;                   // over answers or trials: a mix of tasks weights it
  // The run's value where sums over trials are not all, such as what is counted over elapsed time.
  std::optional<Estimate> (*of_run)(const RunInput&) = nullptr;

  bool has_interval = true;   // two more columns, at 95%
  bool is_ranked = true;      // more or less is better, as is_lower_better says
  bool is_detail = false;     // beside another metric of the same thing: not on the page
  bool is_reference = false;  // of the reference study's tables; sightmark ranks by others
  // What a reader must be warned of beside it.
  bool counts_prompt_tokens = false, takes_length_for_detail = false;

  // What a run has; of a registered metric, its entry in RunMetrics::values.
  std::function<std::optional<Estimate>(const RunMetrics&)> estimate = {};
  std::optional<double> value(const RunMetrics& run) const { return value_of(estimate(run)); }
  std::optional<Interval> interval(const RunMetrics& run) const {
    return interval_of(estimate(run));
  }
};

// All of them. Those of runs.csv come first, in the order of its columns, then the reference's.
const std::vector<Metric>& metrics();

// Nothing for an unknown key.
const Metric* find_metric(std::string_view key);

// "there is no metric latncy; nearest: latency_p90, latency_p50; `sightmark metrics` lists all".
std::string no_metric_message(std::string_view key);

// Whether a mix of tasks weights the metric: means, and answers per hour.
bool is_weighted_by_mix(const Metric& metric);

// Those that the program itself ranks by or draws.
const Metric& generated_tokens_per_second();  // of time in requests
const Metric& mean_latency();
const Metric& latency_p90();
const Metric& latency_variation();  // coefficient of variation
const Metric& answer_length();
const Metric& answers_per_hour();  // of elapsed time
const Metric& mean_power();
const Metric& energy_per_inference();
const Metric& energy_per_generated_token();
const Metric& answers_per_watt_hour();
const Metric& images_per_watt_hour();
const Metric& battery_life();
const Metric& peak_memory();
const Metric& load_time();
const Metric& success_rate();
const Metric& accuracy();
// The reference's. Tokens are prompt and response tokens together.
const Metric& tokens_per_second();
const Metric& ram();
const Metric& tokens_per_second_per_watt();
const Metric& joules_per_token();

// Made of registered ones.
Metric latency_p99();             // where the trials are enough to certify it
Metric under_mix(Metric metric);  // with the tasks weighted as the runs' mix has them
Metric accuracy_in(const std::string& task);
// What is right by aspect, over the tasks that are scored on it: objects found and correct, counts,
// attributes, relations and setting.
std::vector<Metric> accuracy_aspects();

}  // namespace sightmark
