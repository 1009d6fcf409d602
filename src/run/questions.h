#pragma once

#include <string>
#include <vector>

#include "base/expected.h"
#include "run/plan.h"
#include "run/run.h"
#include "suite/image_set.h"
#include "suite/suite.h"

namespace sightmark {

// All that a run asks.
struct Questions {
  Suite suite;
  ImageSet images;
  std::vector<std::string> image_paths;  // as recorded
  std::vector<PlannedTrial> plan;
};

Expected<Questions> load_questions(const RunOptions& options);

// What is known of the run before its engine is loaded.
RunMeta describe(const RunOptions& options, const Questions& questions, const RunSources& sources);

}  // namespace sightmark
