#include "findings/comparable.h"

#include <algorithm>
#include <optional>

namespace sightmark {
namespace {

std::string memory_in_words(MemoryKind kind) {
  switch (kind) {
    case MemoryKind::GpuProcess:
      return "the engine's memory on the GPU";
    case MemoryKind::TorchAllocator:
      return "PyTorch's memory on the GPU";
    case MemoryKind::EngineProcess:
      return "the engine's main memory";
    case MemoryKind::System:
      break;
  }
  return "all memory in use";
}

// Nothing where the value is comparable with no other.
std::optional<std::string> group_of(const RunMetrics& run, const Metric& metric) {
  if (metric.depends_on_power_scope) {
    const PowerScope scope = run.conditions.power_scope;
    if (scope == PowerScope::Unknown) return std::nullopt;
    return std::string(power_scope_in_words(scope));
  }
  if (metric.depends_on_memory_kind && run.primary.memory) {
    return memory_in_words(run.primary.memory->kind);
  }
  return "";
}

}  // namespace

std::vector<ComparableGroup> comparable_groups(const RunPointers& runs, const Metric& metric) {
  std::vector<ComparableGroup> groups;
  for (const RunMetrics* run : runs) {
    const auto within = group_of(*run, metric);
    if (!within || !metric.value(*run)) continue;
    auto group = std::find_if(groups.begin(), groups.end(), [&](const ComparableGroup& known) {
      return known.within == *within;
    });
    if (group == groups.end()) group = groups.insert(group, {*within, {}});
    group->runs.push_back(run);
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const auto& a, const auto& b) { return a.runs.size() > b.runs.size(); });
  return groups;
}

}  // namespace sightmark
