// What power and memory cover.
#include <fmt/format.h>

#include "audit/attribute.h"

namespace sightmark {
namespace {

using Kind = MetricKind;
using Values = std::vector<std::optional<std::string>>;

bool has_power(const RunMetrics& run) { return run.totals.power_w || run.totals.energy_j; }

Values power_scopes(const RunPointers& runs) {
  Values values;
  for (const RunMetrics* run : runs) {
    values.emplace_back();
    if (!has_power(*run)) continue;
    values.back() = std::string(power_scope_in_words(run->conditions.power_scope));
  }
  return values;
}

Values power_methods(const RunPointers& runs) {
  Values values;
  for (const RunMetrics* run : runs) {
    const std::string& method = run->conditions.power_method;
    values.emplace_back();
    if (has_power(*run) && !method.empty()) values.back() = method;
  }
  return values;
}

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

Values memory_kinds(const RunPointers& runs) {
  Values values;
  for (const RunMetrics* run : runs) {
    const auto& kind = run->memory_kind;
    values.push_back(kind ? std::optional(memory_in_words(*kind)) : std::nullopt);
  }
  return values;
}

}  // namespace

std::vector<Attribute> measuring_attributes() {
  return {
      {.rule = "power_scope",
       .subject = "the part of the device that power was measured over",
       .severities = severities({Kind::Energy, Kind::TokenEnergy}, {}),
       .values = power_scopes,
       .effect = "A rail of the GPU draws less than the board that it is on: a ranking by energy "
                 "ranks what was measured.",
       .advice = "Rank energy only among runs of one scope; a meter at the wall covers all devices "
                 "alike.",
       .link = "over",
       .is_always_told = true,
       .comparable_with_none = std::string(power_scope_in_words(PowerScope::Unknown))},
      {.rule = "power_method",
       .subject = "how power was measured",
       .severities = severities({}, {Kind::Energy, Kind::TokenEnergy}),
       .values = power_methods,
       .effect = "Sources differ by some percent, and in how they average over time.",
       .advice = "Read differences of some percent as none."},
      {.rule = "memory_kind",
       .subject = "the memory that was measured",
       .severities = severities({Kind::Memory}, {}),
       .values = memory_kinds,
       .effect = "What an allocator, a process and the whole system use are three numbers.",
       .advice = "Rank memory only among runs of one kind.",
       .link = "over",
       .is_always_told = true},
  };
}

}  // namespace sightmark
