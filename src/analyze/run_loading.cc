#include "analyze/run_loading.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <compare>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "base/file.h"
#include "base/parallel.h"
#include "base/text.h"
#include "page/page_data.h"
#include "record/run_folder.h"
#include "record/run_reader.h"
#include "render/thumbnail.h"

namespace sightmark {
namespace {

// The result for one run folder.
struct Loaded {
  std::optional<RunMetrics> metrics;
  std::vector<TaskSamples> samples;
  std::optional<PowerTrace> power_trace;
  RunExcerpt excerpt;
  std::string packed_trials;
  std::optional<TrialTable> trials;        // of a complete run, until its pair is compared
  std::optional<Comparison> against_bf16;  // of a run in fp16, with its pair
  ReadingProblems problems;
  std::string failure;  // why it could not be read; empty where it could
};

Loaded load(const RunFolder& folder, const LoadingOptions& options) {
  Expected<Run> run = read_run(folder);
  if (!run) return {.failure = run.error().message};
  TrialTable table = trial_table(*run);
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
  const bool is_complete = loaded.metrics->status == RunStatus::Complete;
  if (options.compares_precisions && is_complete) loaded.trials = std::move(table);
  return loaded;
}

// Runs that one thread reads one after the other, by their places among the folders.
struct Step {
  std::uintmax_t byte_count = 0;  // of their runs.jsonl
  std::vector<std::size_t> runs;
  std::size_t in_turn_count = 0;  // of the first ones, which are in fp16 and bf16 in turn

  auto operator<=>(const Step&) const = default;
};

Step step_of(const std::vector<RunFolder>& folders, const std::vector<std::size_t>& fp16,
             const std::vector<std::size_t>& bf16) {
  Step step{.in_turn_count = 2 * std::min(fp16.size(), bf16.size())};
  for (std::size_t i = 0; i < std::max(fp16.size(), bf16.size()); ++i) {
    if (i < fp16.size()) step.runs.push_back(fp16[i]);
    if (i < bf16.size()) step.runs.push_back(bf16[i]);
  }
  for (const std::size_t run : step.runs) {
    std::error_code error;
    const auto size = std::filesystem::file_size(folders[run].path / "runs.jsonl", error);
    if (!error) step.byte_count += size;
  }
  return step;
}

// The runs of one model on one device, where they are in both precisions, are one step; any other
// run is a step by itself. The longest come first, so that threads that take one step after another
// finish at about the same time.
std::vector<Step> steps_of(const std::vector<RunFolder>& folders, const LoadingOptions& options) {
  struct Siblings {
    std::vector<std::size_t> fp16, bf16;
  };
  std::map<std::pair<std::string, std::string>, Siblings> siblings;  // by model and device
  std::vector<Step> steps;
  for (std::size_t i = 0; i < folders.size(); ++i) {
    Expected<RunMeta> meta = fail("not needed");
    if (options.compares_precisions) meta = read_run_meta(folders[i]);
    const std::string dtype = meta ? dtype_label(meta->dtype) : "";
    if (dtype != "fp16" && dtype != "bf16") {
      steps.push_back(step_of(folders, {i}, {}));
      continue;
    }
    auto& [fp16, bf16] =
        siblings[{model_identity(*meta, folders[i]),
                  device_label(*meta, folders[i].root_name, options.device_names)}];
    (dtype == "fp16" ? fp16 : bf16).push_back(i);
  }
  for (const auto& [name, runs] : siblings) {
    if (!runs.fp16.empty() && !runs.bf16.empty()) {
      steps.push_back(step_of(folders, runs.fp16, runs.bf16));
      continue;
    }
    for (const std::size_t run : runs.fp16) steps.push_back(step_of(folders, {run}, {}));
    for (const std::size_t run : runs.bf16) steps.push_back(step_of(folders, {}, {run}));
  }
  std::sort(steps.begin(), steps.end(), std::greater<>());
  return steps;
}

// Reads the runs of a step and compares each pair of precisions as soon as both are read: the
// trials of thousands of runs would fill the memory.
void read(const Step& step, const std::vector<RunFolder>& folders, const LoadingOptions& options,
          std::vector<Loaded>& loaded, StageProgress& progress) {
  std::deque<Loaded*> fp16, bf16;  // complete, waiting for one in the other precision
  for (std::size_t i = 0; i < step.runs.size(); ++i) {
    Loaded& run = loaded[step.runs[i]];
    run = load(folders[step.runs[i]], options);
    progress.add_step();
    if (run.trials) (run.metrics->dtype == "fp16" ? fp16 : bf16).push_back(&run);
    if (!fp16.empty() && !bf16.empty()) {
      Loaded &a = *fp16.front(), &b = *bf16.front();
      a.against_bf16 =
          comparison({*a.metrics, *a.trials}, {*b.metrics, *b.trials}, false, precision_metrics());
      a.trials.reset();
      b.trials.reset();
      fp16.pop_front();
      bf16.pop_front();
    } else if (i >= step.in_turn_count) {
      run.trials.reset();  // the other precision is read through
    }
  }
  for (const std::size_t run : step.runs) loaded[run].trials.reset();
}

void add_warnings(std::vector<std::string>& warnings, const RunFolder& folder,
                  const ReadingProblems& problems) {
  warnings.insert(warnings.end(), problems.messages.begin(), problems.messages.end());
  if (problems.unlisted_count == 0) return;
  warnings.push_back(fmt::format("{}: {} of the same kinds", plain_text(folder.path.string()),
                                 counted(problems.unlisted_count, "further problem")));
}

LoadedRuns gathered(std::vector<std::string> warnings, const std::vector<RunFolder>& folders,
                    std::vector<Loaded> loaded, const LoadingOptions& options) {
  LoadedRuns runs{.warnings = std::move(warnings)};
  for (std::size_t i = 0; i < folders.size(); ++i) {
    add_warnings(runs.warnings, folders[i], loaded[i].problems);
    if (loaded[i].metrics) {
      runs.metrics.push_back(std::move(*loaded[i].metrics));
      runs.against_bf16.push_back(std::move(loaded[i].against_bf16));
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

namespace fs = std::filesystem;

constexpr int kSide = 128;  // pixels
constexpr std::size_t kMostImages = 100, kMostBytes = 256 * 1024;
constexpr std::size_t kLargestFile = 32 << 20;

// An image, and the runs that show it.
struct Candidate {
  fs::path file;
  std::vector<std::pair<std::size_t, std::string>> uses;  // run and name there
  std::optional<std::string> thumbnail = std::nullopt;
};

// The folder that holds the images of a set: itself, or that of the list.
fs::path folder_of(const std::string& image_set) {
  std::error_code ignored;
  if (image_set.empty()) return {};
  fs::path folder = fs::is_directory(image_set, ignored) ? fs::path(image_set)
                                                         : fs::path(image_set).parent_path();
  if (folder.empty()) folder = ".";
  return fs::is_directory(folder, ignored) ? folder : fs::path();
}

// The first images of each run, then the second ones, and so on, as far as there are files.
std::vector<Candidate> candidates(const std::vector<RunExcerpt>& excerpts) {
  std::vector<fs::path> folders;
  std::size_t most_trials = 0;
  for (const RunExcerpt& excerpt : excerpts) {
    folders.push_back(folder_of(excerpt.image_set));
    most_trials = std::max(most_trials, excerpt.trials.size());
  }
  std::vector<Candidate> found;
  std::unordered_map<std::string, std::size_t> place_by_file;
  const auto add = [&](std::size_t run, const std::string& name) {
    const fs::path file = folders[run] / name;
    const auto known = place_by_file.find(file.native());
    std::error_code ignored;
    if (known != place_by_file.end()) {
      found[known->second].uses.emplace_back(run, name);
    } else if (found.size() < kMostImages && fs::is_regular_file(file, ignored)) {
      place_by_file.emplace(file.native(), found.size());
      found.push_back({file, {{run, name}}});
    }
  };
  for (std::size_t i = 0; i < most_trials; ++i) {
    for (std::size_t run = 0; run < excerpts.size(); ++run) {
      const auto& trials = excerpts[run].trials;
      if (!folders[run].empty() && i < trials.size()) add(run, trials[i].image);
    }
  }
  return found;
}

}  // namespace

std::vector<PrecisionComparison> compared_precisions(
    const Study& study, std::vector<std::optional<Comparison>> against_bf16) {
  std::vector<PrecisionComparison> compared;
  for (const PrecisionRuns& pair : runs_in_both_precisions(study)) {
    const auto place = static_cast<std::size_t>(pair.fp16 - study.runs.data());
    auto& comparison = against_bf16[place];  // none if a run_meta.json changed meanwhile
    if (comparison) compared.push_back({pair, std::move(*comparison)});
  }
  return compared;
}

std::vector<LeftOut> all_left_out(const LoadedRuns& loaded) {
  std::vector<LeftOut> all = left_out(loaded.metrics);
  all.insert(all.end(), loaded.unreadable.begin(), loaded.unreadable.end());
  return all;
}

Expected<LoadedRuns> load_runs(LoadingOptions options, const Progress& progress) {
  auto found = find_runs(options.roots);
  if (!found) return tl::unexpected(found.error());
  if (found->folders.size() > kPageRunLimit) options.keeps_excerpts = options.packs_trials = false;

  const std::vector<Step> steps = steps_of(found->folders, options);
  std::vector<Loaded> loaded(found->folders.size());
  StageProgress stage("reading runs", loaded.size(), progress);
  parallel_for(steps.size(), options.job_count,
               [&](std::size_t i) { read(steps[i], found->folders, options, loaded, stage); });
  LoadedRuns runs =
      gathered(std::move(found->warnings), found->folders, std::move(loaded), options);
  runs.trials.thumbnails = load_thumbnails(runs.trials.excerpts, options.job_count);
  if (runs.metrics.empty()) return fail(no_runs_message(runs));
  return runs;
}

PageThumbnails load_thumbnails(const std::vector<RunExcerpt>& excerpts, std::size_t job_count) {
  std::vector<Candidate> images = candidates(excerpts);
  parallel_for(images.size(), job_count, [&](std::size_t i) {
    const auto bytes = read_file(images[i].file, kLargestFile);
    if (bytes) images[i].thumbnail = thumbnail(*bytes, kSide);
  });
  PageThumbnails made{.index_by_image =
                          std::vector<std::map<std::string, std::size_t>>(excerpts.size())};
  std::size_t byte_count = 0;
  for (Candidate& image : images) {
    if (!image.thumbnail || byte_count + image.thumbnail->size() > kMostBytes) continue;
    byte_count += image.thumbnail->size();
    for (const auto& [run, name] : image.uses) {
      made.index_by_image[run].emplace(name, made.jpegs.size());
    }
    made.jpegs.push_back(std::move(*image.thumbnail));
  }
  return made;
}

}  // namespace sightmark
