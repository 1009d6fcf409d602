#pragma once

#include <filesystem>
#include <vector>

#include "base/expected.h"
#include "record/run_meta.h"
#include "record/trial.h"
#include "record/trial_log.h"
#include "run/questions.h"
#include "run/run.h"

namespace sightmark {

// Where a run is recorded, and what is there already.
struct RunPlace {
  std::filesystem::path folder;
  TrialLog trials, warmup;  // runs.jsonl, warmup.jsonl
  bool is_resumed = false;
  RunMeta run_meta;  // of a run that is resumed, as it was
  std::vector<Trial> done;

  // Seconds on the run's own clock by then.
  double done_s() const;
  // The places in the plan that are left.
  std::vector<std::size_t> left(std::size_t trial_count) const;
};

// A new folder below options.out, or the one that is to be resumed, whose files stay as they are.
// Fails where there is none to resume, its settings are others or cannot be read, another process
// is writing it, or it cannot be written.
Expected<RunPlace> open_place(const RunOptions& options, const RunMeta& run,
                              const Questions& questions);

// Fails where a run is resumed, and what is known now differs from what it was started with.
Expected<void> check_same_settings(const RunPlace& place, const RunMeta& run);

// Cuts off what a sudden end left of a line; to be called once nothing can be refused any more.
Expected<void> cut_torn_lines(RunPlace& place);

}  // namespace sightmark
