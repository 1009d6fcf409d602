#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "metric/label.h"
#include "metric/primary.h"
#include "metric/task_mix.h"
#include "metric/trial_samples.h"
#include "record/run.h"
#include "scoring/accuracy.h"
#include "stats/distribution.h"

// The numbers of one run. Definitions, units and sources: docs/metrics.md. Missing is `nullopt`.
namespace sightmark {

// Whether a run may stand in tables and rankings; only a complete one may.
enum class RunStatus { Complete, CutOff, Failed, Empty };

// The reference table's columns, under its names where they are more than a unit.
struct Performance {
  std::int64_t prompt_tokens = 0,
               response_tokens = 0;    // of successful trials; unknown counts as none
  std::optional<double> tokens_per_s;  // prompt and response tokens over elapsed time
  std::optional<double> ram_gb;        // whole system, mean over trials
  std::optional<double> power_w;       // mean over trials
  std::optional<double> tokens_per_s_per_w;
  std::optional<double> joules_per_token;
  std::optional<double> energy_j;         // sum over trials
  std::optional<double> latency_ms_mean;  // as summary.json has it
  std::optional<double> elapsed_s;        // as summary.json has it
  std::optional<double> load_time_s;
  std::optional<std::int64_t> image_count;

  std::int64_t total_tokens() const { return prompt_tokens + response_tokens; }
};

struct TaskMetrics {
  std::string task;
  std::set<std::string, std::less<>> prompts;
  std::size_t trial_count, success_count;
  std::optional<Distribution> latency_ms, answer_length;  // over successful trials
};

// Over successful trials, computed from the records.
struct SpeedQuality {
  std::optional<Distribution> latency_ms;
  std::optional<Distribution> answer_length;  // Unicode code points
  std::vector<TaskMetrics> tasks;
  std::optional<double> requests_per_s;  // mean of 1000 / latency
};

// What a reader must know before comparing the run with another.
struct Conditions {
  std::optional<double> request_time_s;  // with at least one request under way
  std::optional<std::int64_t> max_new_tokens;
  // Of successful trials: those of which a text is known, and of them those without a character and
  // those caught in a repetition loop.
  std::size_t answer_count = 0, empty_count = 0, looping_count = 0;
  // Of successful trials: those of which it is known whether the cap cut the answer, and that it
  // did: its finish reason is "length", else it has max_new_tokens or more.
  std::size_t cap_known_count = 0, capped_count = 0;
  std::optional<std::int64_t> cached_tokens;  // of all prompts, where trials tell them
  std::vector<std::string> token_counters;    // sorted
  std::map<std::string, std::size_t, std::less<>> failure_count_by_kind;  // error_kind, else error
  std::string image_names_sha256;  // of the distinct images' file names, sorted, a line each
  std::size_t image_count = 0;     // distinct names
  PowerScope power_scope = PowerScope::Unknown;
  std::string power_method;
};

struct RunMetrics {
  std::string run_dir, model_key, model_id, model, device, dtype, timestamp;
  RunStatus status;
  std::size_t trial_count, success_count;
  std::optional<std::int64_t> expected_trial_count;  // by summary.json
  std::size_t damaged_line_count = 0, duplicate_count = 0, wrong_field_count = 0;
  Performance performance;
  SpeedQuality speed_quality;
  Conditions conditions;
  Primary primary;
  std::optional<RunAccuracy> accuracy;  // where the truth of images is known
  std::optional<MixNumbers> mix;        // where a mix of tasks was asked for
  RunMeta meta;
  std::optional<RunSummary> summary;

  double success_percent() const {  // of at least one trial
    return 100 * static_cast<double>(success_count) / static_cast<double>(trial_count);
  }
};

using RunPointers = std::vector<const RunMetrics*>;

// What a run is a run of.
struct Configuration {
  std::string model, device, dtype;

  auto operator<=>(const Configuration&) const = default;
};

Configuration configuration_of(const RunMetrics& run);

// "InternVL2-2B on Dell (fp16)"; very long names are cut.
std::string configuration_name(const RunMetrics& run);

// `samples` are samples_by_task(run.trials). The model's display name is model_name(model_id).
// Resampling for intervals takes longer than reading the run; 0 leaves them out.
RunMetrics measure(const Run& run, const std::vector<TaskSamples>& samples,
                   const DeviceNameByRoot& device_names,
                   std::size_t resample_count = Bootstrap::kResampleCount);

// The parts of it.
Performance performance(const Run& run);
SpeedQuality speed_quality(const std::vector<TaskSamples>& samples);
Conditions conditions(const Run& run);

}  // namespace sightmark
