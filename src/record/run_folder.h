#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "record/run_reader.h"
#include "suite/image_set.h"

namespace sightmark {

// A name as a folder can have it anywhere: letters A-Z, digits, '.', '_' and '-', at most 80, not
// hidden and not of dots alone.
std::string safe_name(std::string_view name);

// Makes <out>/<device>/<model key>/<run group>, each name made safe; where that is there already,
// the group gets a number.
Expected<std::filesystem::path> make_run_folder(const std::filesystem::path& out,
                                                std::string_view device, std::string_view model_key,
                                                std::string_view run_group);

// Whether the run came to its end: its summary.json can be read. A damaged one counts as none.
bool has_summary(const std::filesystem::path& folder);

// The runs of that device and model below `out` that have a run_meta.json but no summary, the one
// written to last at the end.
std::vector<std::filesystem::path> unfinished_runs(const std::filesystem::path& out,
                                                   std::string_view device,
                                                   std::string_view model_key);

// truth.jsonl: a line for each image of which something is known; empty where none is.
std::string truth_lines(const std::vector<Image>& images);

struct FoundRuns {
  std::vector<RunFolder> folders;     // in order of run_dir
  std::vector<std::string> warnings;  // folders that were left out, and why
};

// Every folder below the roots that holds a run_meta.json. Symbolic links are followed, but no
// folder is visited twice. Fails where a root cannot be read; a root without runs is a warning.
Expected<FoundRuns> find_runs(const std::vector<std::filesystem::path>& roots);

}  // namespace sightmark
