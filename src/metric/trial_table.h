#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "record/power_scope.h"
#include "scoring/accuracy.h"

namespace sightmark {

// Whether an answer is caught in a loop: 1 to 8 words repeated three times or more in a row that
// cover at least 30% of its words, or a line that stands three times.
bool has_repetition_loop(std::string_view answer);

struct Run;
struct Trial;

// The numbers of one trial. A failed trial has no latency, tokens, length or accuracy: a failure is
// not a fast answer. Its time and energy count for what they cost.
struct TrialRow {
  std::uint32_t image, task;  // places in the table's lists
  std::int64_t repeat_index = 0;
  bool is_success = true;

  std::optional<double> request_s;  // from sending, where that is recorded, else the latency
  std::optional<double> busy_s;     // its share of the time with a request under way
  std::optional<double> latency_ms, ttft_ms, decode_ms;
  std::optional<double> prompt_tokens, generated_tokens;
  std::optional<double> answer_length;  // Unicode code points
  std::optional<double> accuracy;       // of the answer, from 0 to 1
  std::optional<bool> is_capped;        // the limit on tokens cut the answer
  std::optional<bool> is_looping;       // the answer repeats itself

  std::optional<double> energy_j;             // as recorded, else power times latency
  std::optional<double> energy_above_idle_j;  // less what the idle device draws in that time
  std::optional<double> power_w;
  std::optional<double> ram_used_mb, ram_available_mb;  // of the whole system
  std::optional<double> engine_peak_mb, gpu_peak_mb, torch_peak_mb;
};

// The trials of a run, in order of the records. All metrics are computed from this table.
struct TrialTable {
  std::vector<std::string> images, tasks;                   // in order of first appearance
  std::vector<std::set<std::string, std::less<>>> prompts;  // of each task: the question's wordings
  std::vector<TrialRow> trials;
  // Trials that name no image have a number each, from images.size() on.
  std::uint32_t image_count = 0;
  // With a request under way: by the summary, else from when each was sent and ended, else the sum
  // of all; unknown where requests overlapped at times that are not recorded.
  std::optional<double> request_time_s;
  PowerScope power_scope =
      PowerScope::Unknown;              // by the first trial that has one, else the summary
  std::optional<double> load_time_s;    // of the model, by the first record, else by run_meta.json
  std::optional<RunAccuracy> accuracy;  // where the truth of images is known
};

TrialTable trial_table(const Run& run);

// What a trial took: as recorded, else its power times its latency.
std::optional<double> trial_energy_j(const Trial& trial);

// An answer's length in Unicode code points and the time that it took.
struct AnswerTime {
  double length, latency_ms;
};

// The most that are kept of one task.
inline constexpr std::size_t kAnswerTimeLimit = 30;

// What figures draw of the successful trials of one task.
struct TaskSamples {
  std::string task;
  std::vector<double> latencies_ms, answer_lengths;  // of the trials that have one, in order
  std::vector<AnswerTime> answer_times;  // of some that have both, evenly spread over the run
};

// By task, in the order of the table. A record that names no task is in the task "".
std::vector<TaskSamples> samples_by_task(const TrialTable& table);

}  // namespace sightmark
