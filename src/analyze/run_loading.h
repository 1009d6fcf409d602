#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analyze/progress.h"
#include "base/expected.h"
#include "figures/figure.h"
#include "metric/run_metrics.h"
#include "page/html_report.h"
#include "study/study.h"

namespace sightmark {

struct LoadedRuns {
  std::vector<RunMetrics> metrics;  // of every run that could be read, in order of run_dir
  StudySamples samples;             // likewise; empty unless they were asked for
  PowerTraces power_traces;         // likewise
  PageTrials trials;                // likewise
  // Likewise; of a run in fp16 its comparison with the run in bf16 that is its pair.
  std::vector<std::optional<Comparison>> against_bf16;
  std::vector<LeftOut> unreadable;
  std::vector<std::string> warnings;  // about folders, lines and fields
};

struct LoadingOptions {
  std::vector<std::filesystem::path> roots;
  DeviceNameByRoot device_names;
  bool keeps_samples = true;                  // figures need them; 16 bytes per trial
  bool keeps_power_traces = false;            // likewise; some KB per run
  bool keeps_excerpts = false;                // the page needs them; up to its limit of runs
  bool packs_trials = false;                  // all of them, besides the excerpts
  bool compares_precisions = false;           // pair by pair, while both are in memory
  bool with_intervals = true;                 // they take longer than all the rest
  std::optional<TaskMix> mix = std::nullopt;  // of tasks, to measure the runs under
  std::size_t job_count = 1;
};

// The runs that rankings leave out, and those that could not be read. Needs `metrics`.
std::vector<LeftOut> all_left_out(const LoadedRuns& loaded);

// Reads and measures all runs below the roots. Fails where a root, or every run, cannot be read.
Expected<LoadedRuns> load_runs(LoadingOptions options, const Progress& progress);

// The study's pairs of precisions, compared trial by trial; takes what was loaded with its runs.
std::vector<PrecisionComparison> compared_precisions(
    const Study& study, std::vector<std::optional<Comparison>> against_bf16);

// Small pictures for the page's trials. A file is looked up by the image's name, only in the folder
// that the run names as its images', and shown only if it is a JPEG or PNG file of at most 32 MB.
// At most 100 images or 256 KB of thumbnails, taken from the runs in turn; each image once.
PageThumbnails load_thumbnails(const std::vector<RunExcerpt>& excerpts, std::size_t job_count);

}  // namespace sightmark
