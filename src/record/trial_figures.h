#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.h"
#include "record/trial_record.h"

namespace sightmark {

// What the summary of a run needs of a trial, and what tells it from the others.
struct TrialFigures {
  std::int64_t order = 0, image_index = 0, repeat_index = 0;
  std::string image_name, task;
  bool is_success = false;
  double sent_s = 0, end_s = 0;  // of the run's own clock
  std::optional<double> latency_ms, ttft_ms;
  std::optional<std::int64_t> response_tokens;
  std::optional<double> energy_j;

  bool operator==(const TrialFigures&) const = default;
};

TrialFigures figures_of(const TrialRecord& trial);

// Those of each whole record of a runs.jsonl that sightmark wrote, in order of writing; of two of
// one trial the first. Damaged lines are passed over. Fails where the file cannot be read.
Expected<std::vector<TrialFigures>> read_trial_figures(const std::filesystem::path& path);

}  // namespace sightmark
