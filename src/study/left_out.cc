#include "study/left_out.h"

#include <fmt/format.h>

#include "base/number.h"

namespace sightmark {
namespace {

std::string cut_off_reason(const RunMetrics& run) {
  return fmt::format("cut off after {}: summary.json is missing or damaged",
                     counted(run.trial_count, "record"));
}

std::string reason(const RunMetrics& run) {
  switch (run.status) {
    case RunStatus::Failed:
      return run.trial_count == 1
                 ? "its only trial failed"
                 : fmt::format("every one of its {} trials failed", grouped(run.trial_count));
    case RunStatus::CutOff:
      return cut_off_reason(run);
    case RunStatus::Empty:
      return "it has no usable record";
    case RunStatus::Complete:
      break;
  }
  return {};
}

}  // namespace

std::string_view status_name(RunStatus status) {
  constexpr std::string_view kNames[] = {"complete", "cut_off", "failed", "empty"};
  return kNames[static_cast<std::size_t>(status)];
}

std::vector<LeftOut> left_out(const std::vector<RunMetrics>& runs) {
  std::vector<LeftOut> found;
  for (const RunMetrics& run : runs) {
    if (run.status == RunStatus::Complete) continue;
    found.push_back({run.run_dir, configuration_name(run), reason(run)});
  }
  return found;
}

}  // namespace sightmark
