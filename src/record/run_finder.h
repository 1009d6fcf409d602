#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/expected.h"
#include "record/run.h"

namespace sightmark {

struct FoundRuns {
  std::vector<RunFolder> folders;     // in order of run_dir
  std::vector<std::string> warnings;  // folders that were left out, and why
};

// Every folder below the roots that holds a run_meta.json. Symbolic links are followed, but no
// folder is visited twice. Fails where a root cannot be read; a root without runs is a warning.
Expected<FoundRuns> find_runs(const std::vector<std::filesystem::path>& roots);

}  // namespace sightmark
