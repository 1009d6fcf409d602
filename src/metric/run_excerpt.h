#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sightmark {

struct Run;

// Why a trial is shown.
enum class ExcerptReason { Failed, Slowest, Sampled };

// A trial as a page shows it.
struct ExcerptTrial {
  std::size_t index;  // among the run's trials, from 0
  ExcerptReason reason;
  std::string image;
  std::size_t task;  // among the run's tasks in order of first appearance
  std::string prompt, answer, error, finish_reason;
  bool is_answer_cut = false;  // here, since it is very long
  std::optional<double> latency_ms, ttft_ms, energy_j;
  std::optional<std::int64_t> prompt_tokens, response_tokens;
  std::string truth;               // of the image, in words; empty: not known
  std::optional<double> accuracy;  // of the answer, from 0 to 1
};

// Some trials that followed each other.
struct Stretch {
  double at;                         // the middle: seconds into the run, or the trial's number
  std::optional<double> latency_ms;  // mean of successes
  std::optional<double> power_w;     // mean
};

// What of a run's trials a page shows: a few as they are, and how all of them went.
struct RunExcerpt {
  std::vector<ExcerptTrial> trials;
  std::vector<double> latency_percentiles_ms;  // 0 to 100 of successes; empty where none has one
  std::vector<Stretch> course;                 // at most 100, in order of time
  bool is_course_timed = false;                // `at` is in seconds
  std::string image_set;  // folder or list that the images were taken from; empty: not known, or
                          // not all of them are named as files of one folder
};

struct ExcerptLimits {
  std::size_t failed_count = 10, slowest_count = 12, sampled_count = 14;
  std::size_t answer_length = 320;  // code points
};

// Failed trials first, then the slowest successes, slowest first, then a sample of the others at
// even distances.
RunExcerpt run_excerpt(const Run& run, const ExcerptLimits& limits);

// The limits under which it holds every trial.
ExcerptLimits every_trial();

}  // namespace sightmark
