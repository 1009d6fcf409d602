#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/expected.h"
#include "sample/sample_run.h"

namespace sightmark {

struct SampleOptions {
  int image_count = 20;
  int run_count = 18;  // the first of the set, which has every variant at 18; beyond: more models
  std::uint32_t seed = 1;
  bool with_truth = false;  // the images are scenes, and some models see them better than others
};

// Runs of made-up models on three made-up devices (roots alder_output, birch_output, cedar_output)
// in every variant that a run directory comes in. The same options give the same runs.
std::vector<SampleRun> sample_runs(const SampleOptions& options);

// Writes them below `folder`.
Expected<void> write_sample_runs(const std::filesystem::path& folder, const SampleOptions& options);

}  // namespace sightmark
