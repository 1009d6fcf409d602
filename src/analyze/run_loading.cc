#include "analyze/run_loading.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "base/number.h"
#include "base/text.h"
#include "page/page_data.h"
#include "record/run_finder.h"
#include "record/run_reader.h"

namespace sightmark {
namespace {

// The result for one run folder.
struct Loaded {
  std::optional<RunMetrics> metrics;
  std::vector<TaskSamples> samples;
  std::optional<PowerTrace> power_trace;
  RunExcerpt excerpt;
  std::string packed_trials;
  ReadingProblems problems;
  std::string failure;  // why it could not be read; empty where it could
};

Loaded load(const RunFolder& folder, const LoadingOptions& options) {
  Expected<Run> run = read_run(folder);
  if (!run) return {.failure = run.error().message};
  const TrialTable table = trial_table(*run);
  Loaded loaded{.metrics = measure(*run, table, options.device_names,
                                   options.with_intervals ? Bootstrap::kResampleCount : 0),
                .problems = std::move(run->problems)};
  if (options.mix) loaded.metrics->mix = mix_values(table, *options.mix);
  if (options.keeps_samples) loaded.samples = samples_by_task(table);
  if (options.keeps_power_traces) {
    loaded.power_trace = power_trace(*run, loaded.metrics->conditions.power_scope);
  }
  if (options.keeps_excerpts) loaded.excerpt = run_excerpt(*run, {});
  if (options.packs_trials) loaded.packed_trials = packed_trials(run_excerpt(*run, every_trial()));
  return loaded;
}

// In this order, threads that take one run after another finish at about the same time.
std::vector<std::size_t> longest_first(const std::vector<RunFolder>& folders) {
  std::vector<std::pair<std::uintmax_t, std::size_t>> sizes;
  for (const RunFolder& folder : folders) {
    std::error_code error;
    const auto size = std::filesystem::file_size(folder.path / "runs.jsonl", error);
    sizes.emplace_back(error ? 0 : size, sizes.size());
  }
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  std::vector<std::size_t> order;
  for (const auto& [size, index] : sizes) order.push_back(index);
  return order;
}

void add_warnings(std::vector<std::string>& warnings, const RunFolder& folder,
                  const ReadingProblems& problems) {
  warnings.insert(warnings.end(), problems.messages.begin(), problems.messages.end());
  if (problems.unlisted_count == 0) return;
  warnings.push_back(fmt::format("{}: {} of the same kinds", plain_text(folder.path.string()),
                                 counted(problems.unlisted_count, "further problem")));
}

LoadedRuns gathered(std::vector<std::string> warnings, std::vector<RunFolder> folders,
                    std::vector<Loaded> loaded, const LoadingOptions& options) {
  LoadedRuns runs{.warnings = std::move(warnings)};
  for (std::size_t i = 0; i < folders.size(); ++i) {
    add_warnings(runs.warnings, folders[i], loaded[i].problems);
    if (loaded[i].metrics) {
      runs.metrics.push_back(std::move(*loaded[i].metrics));
      runs.folders.push_back(std::move(folders[i]));
      runs.samples.push_back(std::move(loaded[i].samples));
      runs.power_traces.push_back(std::move(loaded[i].power_trace));
      if (options.keeps_excerpts) runs.trials.excerpts.push_back(std::move(loaded[i].excerpt));
      if (options.packs_trials) runs.trials.packed.push_back(std::move(loaded[i].packed_trials));
    } else {
      runs.unreadable.push_back({folders[i].run_dir, "", loaded[i].failure});
    }
  }
  return runs;
}

std::string no_runs_message(const LoadedRuns& loaded) {
  std::vector<std::string> reasons = loaded.warnings;
  for (const LeftOut& run : loaded.unreadable) reasons.push_back(run.reason);
  return fmt::format("no run could be read\n  {}", fmt::join(reasons, "\n  "));
}

}  // namespace

std::vector<LeftOut> all_left_out(const LoadedRuns& loaded) {
  std::vector<LeftOut> all = left_out(loaded.metrics);
  all.insert(all.end(), loaded.unreadable.begin(), loaded.unreadable.end());
  return all;
}

Expected<LoadedRuns> load_runs(LoadingOptions options, const Progress& progress) {
  auto found = find_runs(options.roots);
  if (!found) return tl::unexpected(found.error());
  if (found->folders.size() > kPageRunLimit) options.keeps_excerpts = options.packs_trials = false;

  const std::vector<std::size_t> order = longest_first(found->folders);
  std::vector<Loaded> loaded(order.size());
  parallel_steps("reading runs", order.size(), options.job_count, progress, [&](std::size_t i) {
    loaded[order[i]] = load(found->folders[order[i]], options);
  });
  LoadedRuns runs =
      gathered(std::move(found->warnings), std::move(found->folders), std::move(loaded), options);
  runs.trials.thumbnails = load_thumbnails(runs.trials.excerpts, options.job_count);
  if (runs.metrics.empty()) return fail(no_runs_message(runs));
  return runs;
}

}  // namespace sightmark
