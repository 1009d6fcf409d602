#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "metric/estimate.h"
#include "metric/memory_use.h"
#include "metric/task_mix.h"
#include "metric/trial_table.h"
#include "record/run_reader.h"
#include "stats/bootstrap.h"
#include "stats/quantile.h"

// The numbers of one run. Definitions, units and sources: docs/metrics.md. Missing is `nullopt`.
namespace sightmark {

// What to call a device whose run_meta does not say, by the name of the root folder.
using DeviceNameByRoot = std::map<std::string, std::string>;

// The device's name: run_meta's device_name, else the one given for its root folder, else that
// folder's name without a trailing "_output", first letter upper case. run_meta's `device` is the
// compute backend ("cuda") and no name.
std::string device_label(const RunMeta& meta, const std::string& root_name,
                         const DeviceNameByRoot& names);

// "bf16", "fp16" or "fp32" where the text says so ("torch.bfloat16", "F16" of a GGUF file), "na"
// where it is empty, else as it stands.
std::string dtype_label(std::string_view dtype);

// What distinguishes models: model_id, else model_key, else the run's folder name.
std::string model_identity(const RunMeta& meta, const RunFolder& folder);

// The last part of a model id: "InternVL2-2B" of "OpenGVLab/InternVL2-2B".
std::string model_name(std::string_view model_id);

// Whether a run may stand in tables and rankings; only a complete one may.
enum class RunStatus { Complete, CutOff, Failed, Empty };

// Sums and counts behind the reference's table.
struct RunTotals {
  std::int64_t prompt_tokens = 0,
               response_tokens = 0;  // of successful trials; unknown counts as none
  std::optional<double> elapsed_s;   // by summary.json
  std::optional<double> power_w;     // by summary.json, else the mean over trials
  std::optional<double> energy_j;    // by summary.json, else the sum over trials
  std::optional<std::int64_t> image_count;

  std::int64_t total_tokens() const { return prompt_tokens + response_tokens; }
};

struct TaskMetrics {
  std::string task;
  std::set<std::string, std::less<>> prompts;
  std::size_t trial_count, success_count;
  std::optional<Distribution> latency_ms, answer_length;  // over successful trials
};

// What a reader must know before comparing the run with another.
struct Conditions {
  std::optional<std::int64_t> max_new_tokens;
  // Of successful trials: those of which a text is known, and of them those without a character and
  // those caught in a repetition loop.
  std::size_t answer_count = 0, empty_count = 0, looping_count = 0;
  // Of successful trials: those of which it is known whether the cap cut the answer, and that it
  // did: its finish reason is "length", else it has max_new_tokens or more.
  std::size_t cap_known_count = 0, capped_count = 0;
  std::optional<std::int64_t> cached_tokens;  // of all prompts, where trials have them
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
  MetricValues values;
  std::optional<Distribution> latency_ms, answer_length;  // over successes; Unicode code points
  std::vector<TaskMetrics> tasks;                         // in order of first appearance
  RunTotals totals;
  std::optional<MemoryKind> memory_kind;  // that the memory is of
  std::optional<MemoryFit> memory_fit;
  Conditions conditions;
  std::optional<RunAccuracy> accuracy;  // where the truth of images is known
  std::optional<MetricValues> mix;      // where a mix of tasks was asked for
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

// `table` is trial_table(run). The model's display name is model_name(model_id). Resampling for
// intervals takes longer than reading the run; 0 leaves them out.
RunMetrics measure(const Run& run, const TrialTable& table, const DeviceNameByRoot& device_names,
                   std::size_t resample_count = Bootstrap::kResampleCount);

Conditions conditions(const Run& run, const TrialTable& table);

}  // namespace sightmark
