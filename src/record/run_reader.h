#pragma once

#include "base/expected.h"
#include "record/run.h"

namespace sightmark {

// Reads a run directory. A damaged record is skipped, counted and told in `problems`. Fails where
// run_meta.json or runs.jsonl is missing, unreadable or not what its name says.
Expected<Run> read_run(const RunFolder& folder);

// Its run_meta.json alone, which fails as above.
Expected<RunMeta> read_run_meta(const RunFolder& folder);

}  // namespace sightmark
