// What power and memory cover.

#include "audit/attribute.h"

namespace sightmark {
namespace {

using Kind = MetricKind;
using Value = std::optional<std::string>;

Value power_scope(const RunMetrics& run) {
  if (!has_power(run)) return std::nullopt;
  return std::string(power_scope_in_words(run.conditions.power_scope));
}

Value power_method(const RunMetrics& run) {
  const std::string& method = run.conditions.power_method;
  return has_power(run) && !method.empty() ? Value(method) : std::nullopt;
}

Value memory_kind(const RunMetrics& run) {
  if (!run.memory_kind) return std::nullopt;
  return std::string(memory_kind_in_words(*run.memory_kind));
}

}  // namespace

std::vector<Attribute> measuring_attributes() {
  return {
      {.rule = "power_scope",
       .subject = "the part of the device that power covers",
       .severities = severities({Kind::Energy, Kind::TokenEnergy}, {}),
       .values = each(power_scope),
       .effect = "A GPU rail draws less than the board that it is on: a ranking by energy would "
                 "rank what was measured.",
       .advice = "Rank energy only among runs of one scope; a meter at the wall covers all devices "
                 "in the same way.",
       .link = "over",
       .is_always_named = true,
       .comparable_with_none = std::string(power_scope_in_words(PowerScope::Unknown))},
      {.rule = "power_method",
       .subject = "how power was measured",
       .severities = severities({}, {Kind::Energy, Kind::TokenEnergy}),
       .values = each(power_method),
       .effect = "Power sources differ by a few percent, and in how they average over time.",
       .advice = "Treat differences of a few percent as none."},
      {.rule = "memory_kind",
       .subject = "which memory was measured",
       .severities = severities({Kind::Memory}, {}),
       .values = each(memory_kind),
       .effect = "The memory of an allocator, of a process and of the whole system are three "
                 "different metrics.",
       .advice = "Rank memory only among runs of one kind.",
       .link = "over",
       .is_always_named = true},
  };
}

}  // namespace sightmark
