#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <string>

#include "fuzz/require.h"
#include "record/run_description.h"
#include "record/run_resume.h"
#include "record/trial_figures.h"

using namespace sightmark;

// The input as the run_meta.json of a run that is to be resumed, and as its runs.jsonl.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  static const std::string now = to_json(RunDescription{.model_key = "lynx", .sample_hz = 10});
  if (const auto found = differences(input, now)) {
    for (const Difference& difference : *found) {
      require(difference.then != difference.now && is_valid_utf8(difference.then));
    }
    const auto noted = with_interruption(input, {"2026-01-01", "2026-01-02", 3, 1.5});
    require(noted && differences(*noted, now)->size() == found->size());
  }

  static const int file = ::memfd_create("runs.jsonl", MFD_CLOEXEC);
  require(::ftruncate(file, 0) == 0 && ::pwrite(file, data, size, 0) == static_cast<ssize_t>(size));
  const auto trials = read_trial_figures("/proc/self/fd/" + std::to_string(file));
  require(trials.has_value());
  for (const TrialFigures& trial : *trials) require(is_valid_utf8(trial.image_name));
  return 0;
}
