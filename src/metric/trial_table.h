#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sightmark {

struct Run;

// What a trial is compared by with the same question in another run. All but the success is of a
// success; what the run does not tell is nothing.
struct TrialValues {
  std::uint32_t image, task;  // places in the table's lists
  std::int64_t repeat_index;
  bool has_succeeded;
  std::optional<double> latency_ms, ttft_ms, decode_ms, energy_j;
  std::optional<double> generated_tokens, answer_length;  // Unicode code points
  std::optional<double> accuracy;                         // of the answer, from 0 to 1
};

struct TrialTable {
  std::vector<std::string> images, tasks;
  std::vector<TrialValues> trials;  // in order of the records; those that name no image are not in
};

TrialTable trial_table(const Run& run);

}  // namespace sightmark
