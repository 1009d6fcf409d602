#include <cstdint>
#include <string>

#include "base/file.h"
#include "fuzz/require.h"
#include "fuzz/run_folder.h"
#include "record/run_reader.h"

using namespace sightmark;

// The input as the run_meta.json of a run that is to be resumed, and as its runs.jsonl.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> problems;
  if (const auto then = parse_run_meta(input, problems)) {
    RunMeta now;
    now.model_key = "lynx";
    const auto found = differences(*then, now);
    for (const Difference& difference : found) {
      require(difference.then != difference.now && is_valid_utf8(difference.then));
    }
    const auto json = with_interruption(input, {"2026-01-01", "2026-01-02", 3, 1.5});
    require(json.has_value());
    const auto resumed = parse_run_meta(*json, problems);
    require(resumed && differences(*resumed, now).size() == found.size());
  }

  static const RunFolderOfProcess folder;
  require(write_file(folder.path / "runs.jsonl", input).has_value());
  const auto trials = read_asked_trials(folder.path / "runs.jsonl");
  require(trials.has_value());
  for (const Trial& trial : *trials) require(is_valid_utf8(trial.image));
  return 0;
}
