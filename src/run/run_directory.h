#pragma once

#include <filesystem>
#include <vector>

#include "base/expected.h"
#include "record/run_meta.h"
#include "record/trial.h"
#include "record/trial_log.h"
#include "run/plan.h"
#include "run/run.h"

namespace sightmark {

// The directory of a run and what it holds already.
struct RunDirectory {
  std::filesystem::path folder;
  TrialLog trials, warmup;  // runs.jsonl, warmup.jsonl
  bool is_resumed = false;
  RunMeta run_meta;         // as read; only of a resumed run
  std::vector<Trial> done;  // by earlier parts of the run

  // The indexes in the plan of the trials that remain.
  std::vector<std::size_t> remaining_orders(std::size_t trial_count) const;
};

// Makes a new folder below options.out, or opens the one to resume without changing its files.
// Fails if there is none to resume, its settings differ or cannot be read, another process is
// writing it, or it cannot be written.
Expected<RunDirectory> open_run_directory(const RunOptions& options, const RunMeta& run,
                                          const Questions& questions);

// Fails if `now` differs from the settings that the run in `folder` was started with.
Expected<void> check_same_settings(const std::filesystem::path& folder, const RunMeta& then,
                                   const RunMeta& now);

// Removes incomplete last lines, which a sudden end leaves. Call it once the resume is certain.
Expected<void> cut_torn_lines(RunDirectory& directory);

}  // namespace sightmark
