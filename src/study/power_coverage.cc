#include "study/power_coverage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>

#include "base/text.h"

namespace sightmark {

std::string power_coverage(const Study& study) {
  constexpr std::size_t kNameLimit = 48;  // code points
  std::map<std::string, std::set<std::string_view>> scopes_by_device;
  for (const RunMetrics* run : complete_runs(study)) {
    if (!energy_per_inference().value(*run)) continue;
    scopes_by_device[run->device].insert(power_scope_in_words(run->conditions.power_scope));
  }
  std::vector<std::string> parts;
  for (const auto& [device, scopes] : scopes_by_device) {
    parts.push_back(
        fmt::format("{}: {}", shortened(device, kNameLimit), fmt::join(scopes, " or ")));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace sightmark
