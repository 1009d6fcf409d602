#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/expected.h"
#include "record/run_description.h"
#include "record/trial_figures.h"
#include "record/trial_log.h"
#include "run/questions.h"
#include "run/run.h"

namespace sightmark {

// Where a run is recorded, and what is there already.
struct RunPlace {
  std::filesystem::path folder;
  TrialLog trials, warmup;  // runs.jsonl, warmup.jsonl
  std::string run_meta;     // of a run that is resumed; else empty
  std::vector<TrialFigures> done;

  bool is_resumed() const { return !run_meta.empty(); }
  // Seconds on the run's own clock by then.
  double done_s() const;
  // The places in the plan that are left.
  std::vector<std::size_t> left(std::size_t trial_count) const;
};

// A new folder below options.out, or the one that is to be resumed. Fails where there is none to
// resume, its settings are others, another process is writing it, or it cannot be written.
Expected<RunPlace> open_place(const RunOptions& options, const RunDescription& run,
                              const Questions& questions);

// Removes what was made of a new run that could not begin; engine.log stays where there is one.
void discard_beginning(const RunPlace& place);

// Fails where a run is resumed, and what is known now differs from what it was started with.
Expected<void> check_same_settings(const RunPlace& place, const RunDescription& run);

}  // namespace sightmark
