#pragma once

#include <string>
#include <vector>

#include "study/study.h"

namespace sightmark {

// One task over all complete runs.
struct TaskStanding {
  std::string task;
  double mean_latency_ms;                    // mean of the runs' means, each run counting once
  double mean_answer_length;                 // the same, in characters
  std::size_t run_count;                     // that have the task
  std::size_t fastest_count, slowest_count;  // runs in which it is the fastest, the slowest
};

// From the fastest to the slowest.
std::vector<TaskStanding> task_order(const Study& study);

}  // namespace sightmark
