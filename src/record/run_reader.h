#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.h"
#include "record/run_meta.h"
#include "record/run_summary.h"
#include "record/trial.h"
#include "record/truth.h"

// A run as it stands on disk (docs/results-format.md). A field that the files do not have, or that
// holds another type or a negative number, is absent; an absent text is empty.
namespace sightmark {

// What was wrong with a run's files. Every kind is counted; only the first few are listed.
struct ReadingProblems {
  std::size_t damaged_line_count = 0, duplicate_count = 0, wrong_field_count = 0;
  std::vector<std::string> messages;  // "path:line: what; what was done"
  std::size_t unlisted_count = 0;     // that have no message
};

// Where a run lies.
struct RunFolder {
  std::filesystem::path path;
  std::string root_name;  // the folder name of the root it was found under
  std::string run_dir;    // root_name and the path below it, with slashes: the run's name in tables
};

struct Run {
  RunFolder folder;
  RunMeta meta;
  std::optional<RunSummary> summary;  // absent: the run was cut off, or its summary is damaged
  std::vector<Trial> trials;
  std::vector<ImageTruth> truths;  // of images of which it is known, none twice; by image
  ReadingProblems problems;
};

// Reads a run directory. A damaged record is skipped, counted and listed in `problems`. Fails where
// run_meta.json or runs.jsonl is missing, unreadable or not what its name says.
Expected<Run> read_run(const RunFolder& folder);

// Its run_meta.json alone, which fails as above.
Expected<RunMeta> read_run_meta(const RunFolder& folder);

// The trials of a runs.jsonl that sightmark was writing, in order, without their texts; of two of
// one place in the plan the first. Damaged lines are passed over, as is a last one without its end.
// Fails where the file cannot be read.
Expected<std::vector<Trial>> read_asked_trials(const std::filesystem::path& path);

}  // namespace sightmark
