#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analyze/progress.h"
#include "base/expected.h"
#include "figures/figure.h"
#include "metric/run_metrics.h"
#include "page/html_report.h"
#include "study/left_out.h"

namespace sightmark {

struct LoadedRuns {
  std::vector<RunMetrics> metrics;  // of every run that could be read, in order of run_dir
  std::vector<RunFolder> folders;   // of the same
  StudySamples samples;             // likewise; empty where they were not asked for
  PowerTraces power_traces;         // likewise
  PageTrials trials;                // likewise
  std::vector<LeftOut> unreadable;
  std::vector<std::string> warnings;  // about folders, lines and fields
};

struct LoadingOptions {
  std::vector<std::filesystem::path> roots;
  DeviceNameByRoot device_names;
  bool keeps_samples = true;        // figures need them; 16 bytes a trial
  bool keeps_power_traces = false;  // likewise; some KB a run
  bool keeps_excerpts = false;      // the page needs them; not of more runs than it may have
  bool packs_trials = false;        // all of them, beside the excerpts
  bool with_intervals = true;       // they take longer than all the rest
  std::optional<TaskMix> mix = std::nullopt;  // of tasks, to measure the runs under
  std::size_t job_count = 1;
};

// The runs that rankings leave out, and those that could not be read. Before `metrics` are taken.
std::vector<LeftOut> all_left_out(const LoadedRuns& loaded);

// Reads and measures all runs below the roots. Fails where a root, or every run, cannot be read.
Expected<LoadedRuns> load_runs(LoadingOptions options, const Progress& progress);

}  // namespace sightmark
