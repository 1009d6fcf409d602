#include "analyze/run_loading.h"

#include <fmt/format.h>

#include <mutex>
#include <optional>
#include <utility>

#include "base/number.h"
#include "base/parallel.h"
#include "base/text.h"
#include "record/run_finder.h"
#include "record/run_reader.h"

namespace sightmark {
namespace {

// What became of one run folder.
struct Loaded {
  std::optional<RunMetrics> metrics;
  std::vector<TaskSamples> samples;
  ReadingProblems problems;
  std::string failure;  // why it could not be read; empty where it could
};

Loaded load(const RunFolder& folder, const LoadingOptions& options) {
  Expected<Run> run = read_run(folder);
  if (!run) return {.failure = run.error().message};
  std::vector<TaskSamples> samples = samples_by_task(run->trials);
  Loaded loaded{.metrics = measure(*run, samples, options.device_names),
                .problems = std::move(run->problems)};
  if (options.keeps_samples) loaded.samples = std::move(samples);
  return loaded;
}

void add_warnings(std::vector<std::string>& warnings, const RunFolder& folder,
                  const ReadingProblems& problems) {
  warnings.insert(warnings.end(), problems.messages.begin(), problems.messages.end());
  if (problems.untold_count == 0) return;
  warnings.push_back(fmt::format("{}: {} of the same kinds", plain_text(folder.path.string()),
                                 counted(problems.untold_count, "further problem")));
}

LoadedRuns gathered(std::vector<std::string> warnings, const std::vector<RunFolder>& folders,
                    std::vector<Loaded> loaded) {
  LoadedRuns runs{.warnings = std::move(warnings)};
  for (std::size_t i = 0; i < folders.size(); ++i) {
    add_warnings(runs.warnings, folders[i], loaded[i].problems);
    if (loaded[i].metrics) {
      runs.metrics.push_back(std::move(*loaded[i].metrics));
      runs.samples.push_back(std::move(loaded[i].samples));
    } else {
      runs.unreadable.push_back({folders[i].run_dir, "", loaded[i].failure});
    }
  }
  return runs;
}

}  // namespace

Expected<LoadedRuns> load_runs(const LoadingOptions& options, const Progress& progress) {
  auto found = find_runs(options.roots);
  if (!found) return tl::unexpected(found.error());

  std::vector<Loaded> loaded(found->folders.size());
  std::mutex progress_mutex;
  std::size_t done_count = 0;
  parallel_for(loaded.size(), options.job_count, [&](std::size_t i) {
    loaded[i] = load(found->folders[i], options);
    const std::lock_guard lock(progress_mutex);
    progress("reading runs", ++done_count, loaded.size());
  });
  return gathered(std::move(found->warnings), found->folders, std::move(loaded));
}

}  // namespace sightmark
