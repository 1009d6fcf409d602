#include "analyze/run_loading.h"
#include "record/run_reader.h"

namespace sightmark {
namespace {

Expected<TrialTable> trials_of(const RunFolder& folder) {
  const Expected<Run> run = read_run(folder);
  if (!run) return tl::unexpected(run.error());
  return trial_table(*run);
}

}  // namespace

Expected<std::vector<PrecisionComparison>> compared_precisions(
    const Study& study, const std::vector<RunFolder>& folders, std::size_t job_count,
    const Progress& progress) {
  const std::vector<PrecisionRuns> pairs = runs_in_both_precisions(study);
  const auto folder_of = [&](const RunMetrics* run) -> const RunFolder& {
    return folders[static_cast<std::size_t>(run - study.runs.data())];
  };
  std::vector<Expected<PrecisionComparison>> compared(pairs.size(), fail(""));
  parallel_steps("comparing precisions", pairs.size(), job_count, progress, [&](std::size_t i) {
    const PrecisionRuns& pair = pairs[i];
    const auto fp16 = trials_of(folder_of(pair.fp16)), bf16 = trials_of(folder_of(pair.bf16));
    if (fp16 && bf16) {
      compared[i] = PrecisionComparison{
          pair, comparison({*pair.fp16, *fp16}, {*pair.bf16, *bf16}, false, precision_metrics())};
    } else {
      compared[i] = tl::unexpected((fp16 ? bf16 : fp16).error());
    }
  });
  std::vector<PrecisionComparison> all;
  for (auto& comparison : compared) {
    if (!comparison) return tl::unexpected(comparison.error());
    all.push_back(std::move(*comparison));
  }
  return all;
}

}  // namespace sightmark
