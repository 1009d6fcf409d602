#pragma once

#include <set>
#include <string>
#include <vector>

#include "record/run.h"

namespace sightmark {

// An answer's length in Unicode code points and the time that it took.
struct AnswerTime {
  double length, latency_ms;
};

// At most so many of a task are kept.
inline constexpr std::size_t kAnswerTimeLimit = 30;

// The successful trials of one task.
struct TaskSamples {
  std::string task;
  std::set<std::string, std::less<>> prompts;  // the question in each wording
  std::size_t trial_count = 0, success_count = 0;
  std::vector<double> latencies_ms;      // of successes that have one, in order
  std::vector<double> answer_lengths;    // Unicode code points, of successes that have an answer
  std::vector<AnswerTime> answer_times;  // of some that have both, evenly spread over the run
};

// By task, in order of first appearance. A record that names no task is in the task "".
std::vector<TaskSamples> samples_by_task(const std::vector<Trial>& trials);

}  // namespace sightmark
