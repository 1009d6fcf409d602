#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "metrics/run_metrics.h"

namespace sightmark {

// A number that runs are ranked by. Definitions: docs/metrics.md.
struct Metric {
  std::string name;  // as in a sentence: "mean latency"
  std::string unit;  // "ms"
  int decimal_count;
  bool is_lower_better;
  std::function<std::optional<double>(const RunMetrics&)> value;
  // What a reader must be warned of beside it.
  bool counts_prompt_tokens = false, depends_on_power_scope = false,
       takes_length_for_detail = false;
  // At 95%, of a run; empty where none is computed.
  std::function<std::optional<Interval>(const RunMetrics&)> interval = {};
};

// From the reference performance table. Tokens are prompt and response tokens together.
Metric tokens_per_second();
Metric ram();
Metric tokens_per_second_per_watt();
Metric joules_per_token();
Metric load_time();

// Computed from the records, over successful trials.
Metric mean_latency();
Metric latency_p90();
Metric latency_variation();  // coefficient of variation
Metric answer_length();
Metric success_rate();
Metric generated_tokens_per_second();  // response tokens over the time spent in requests
Metric joules_per_inference();         // energy of all trials over their number

// In percent, by the images' truth. Over all tasks, and in one.
Metric accuracy();
Metric accuracy_in(const std::string& task);
// What is right by aspect, over the tasks that are scored on it: objects found and correct, counts,
// attributes, relations and setting.
std::vector<Metric> accuracy_aspects();

}  // namespace sightmark
