#pragma once

#include <filesystem>
#include <vector>

#include "base/expected.h"
#include "record/run.h"

namespace sightmark {

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
