#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "audit/rule.h"
#include "base/number.h"

namespace sightmark {
namespace {

using Kind = MetricKind;

constexpr double kDriftPercent = 5;  // of latency, last quarter of a run over its first
constexpr double kChange = 0.01;     // of a clock or power limit: below, it is rounding

Severities speed_and_energy() {
  return severities({}, {Kind::TotalTokens, Kind::Generation, Kind::Latency, Kind::Pace,
                         Kind::Energy, Kind::TokenEnergy});
}

RunSummary summary_of(const RunMetrics& run) { return run.summary.value_or(RunSummary{}); }

// A reason that the device was slowed by, not one of its settings.
bool is_throttling(const std::string& reason) {
  return reason.find("slowdown") != std::string::npos || reason.find("power") != std::string::npos;
}

// The reasons that a state tells, of all GPUs.
void add_reasons(const Facts& state, std::set<std::string>& reasons) {
  for (const Fact& fact : state) {
    if (!fact.name.ends_with("_throttle_reasons")) continue;
    const auto* list = std::get_if<std::vector<std::string>>(&fact.value);
    if (list)
      std::copy_if(list->begin(), list->end(), std::inserter(reasons, reasons.end()),
                   is_throttling);
  }
}

std::optional<double> risen(const Facts& before, const Facts& after, std::string_view name) {
  const auto from = number_of(before, name), to = number_of(after, name);
  if (!from || !to || *to <= *from) return std::nullopt;
  return *to - *from;
}

// "power mode MAXN, then 15W"; empty where nothing changed.
std::string text_change(const Facts& before, const Facts& after, const char* name,
                        const char* in_words) {
  const std::string from = text_of(before, name), to = text_of(after, name);
  if (from.empty() || to.empty() || from == to) return {};
  return fmt::format("{} {}, then {}", in_words, from, to);
}

std::string number_change(const Facts& before, const Facts& after, const char* name,
                          const char* in_words) {
  const auto from = number_of(before, name), to = number_of(after, name);
  if (!from || !to || std::abs(*to - *from) <= kChange * std::abs(*from)) return {};
  return fmt::format("{} {}, then {}", in_words, grouped(*from, 0), grouped(*to, 0));
}

}  // namespace

std::optional<AuditFinding> throttling(const AuditedRuns& audited) {
  std::vector<AuditGroup> groups;
  for (const RunMetrics* run : audited.complete) {
    const Facts after = summary_of(*run).state_after;
    std::set<std::string> reasons;
    add_reasons(run->meta.state_before, reasons);
    add_reasons(after, reasons);
    const auto count = risen(run->meta.state_before, after, "cpu_throttle_count");
    if (reasons.empty() && !count) continue;
    AuditGroup group{"", {run}, {}};
    if (!reasons.empty()) group.value = fmt::format("GPU: {}", fmt::join(reasons, ", "));
    if (count) {
      group.value += fmt::format("{}CPU slowed by heat {} times", group.value.empty() ? "" : "; ",
                                 grouped(*count, 0));
      group.numbers.push_back({"cpu_throttle_count", *count});
    }
    groups.push_back(std::move(group));
  }
  if (groups.empty()) return std::nullopt;
  return AuditFinding{.rule = "throttling",
                      .subject = "slowing by heat or power",
                      .sentence = fmt::format("The device was slowed by heat or power: {}.",
                                              groups_in_words(groups)),
                      .severities = speed_and_energy(),
                      .groups = std::move(groups),
                      .effect = "A device that slows itself down measures its cooling.",
                      .advice =
                          "Cool it, let it rest between runs (--cooldown), or lower its power "
                          "mode until it keeps its clocks."};
}

std::optional<AuditFinding> changed_state(const AuditedRuns& audited) {
  std::vector<AuditGroup> groups;
  for (const RunMetrics* run : audited.complete) {
    const Facts& before = run->meta.state_before;
    const Facts after = summary_of(*run).state_after;
    std::vector<std::string> changes = {
        text_change(before, after, "power_mode", "power mode"),
        text_change(before, after, "cpu_governor", "CPU governor"),
        number_change(before, after, "cpu_clock_limit_mhz", "CPU limit in MHz"),
        number_change(before, after, "gpu_power_limit_w", "GPU limit in W")};
    std::erase(changes, "");
    if (changes.empty()) continue;
    groups.push_back({fmt::format("{}", fmt::join(changes, "; ")), {run}, {}});
  }
  if (groups.empty()) return std::nullopt;
  return AuditFinding{.rule = "changed_state",
                      .subject = "the device's state within a run",
                      .sentence = fmt::format("The device changed its state during a run: {}.",
                                              groups_in_words(groups)),
                      .severities = speed_and_energy(),
                      .groups = std::move(groups),
                      .effect = "The run's numbers are a mixture of two devices.",
                      .advice = "Fix power mode and governor, and run again."};
}

std::optional<AuditFinding> drift(const AuditedRuns& audited) {
  std::vector<AuditGroup> groups;
  for (const RunMetrics* run : audited.complete) {
    const auto own = find_metric("drift")->estimate(*run);
    if (!own || !own->interval || std::abs(own->value) < kDriftPercent) continue;
    if (own->interval->low <= 0 && own->interval->high >= 0) continue;
    groups.push_back({fmt::format("latency {}% {}", grouped(std::abs(own->value), 1),
                                  own->value > 0 ? "higher" : "lower"),
                      {run},
                      {{"drift_percent", own->value},
                       {"low_percent", own->interval->low},
                       {"high_percent", own->interval->high}}});
  }
  if (groups.empty()) return std::nullopt;
  return AuditFinding{
      .rule = "drift",
      .subject = "drift of latency over a run",
      .sentence = fmt::format("The last quarter of a run differs from the first: {}.",
                              groups_in_words(groups)),
      .severities = speed_and_energy(),
      .groups = std::move(groups),
      .effect =
          "A run that becomes slower gets hot, leaks or asks in an uneven order; its mean "
          "depends on how long it took.",
      .advice =
          "Look at clocks and temperatures over time; warm up longer or let the device rest."};
}

}  // namespace sightmark
