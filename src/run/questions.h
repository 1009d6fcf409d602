#pragma once

#include <string>
#include <vector>

#include "base/expected.h"
#include "run/plan.h"
#include "run/run.h"
#include "suite/image_set.h"
#include "suite/suite.h"

namespace sightmark {

// All questions of a run.
struct Questions {
  Suite suite;
  ImageSet images;
  std::vector<std::string> image_paths;  // as recorded: below the folder of the set
  std::vector<PlannedTrial> plan;
};

Expected<Questions> load_questions(const RunOptions& options);

// The run's metadata, as far as it is known before the engine is loaded.
RunMeta describe(const RunOptions& options, const Questions& questions, const RunSources& sources);

}  // namespace sightmark
