#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "audit/rule.h"
#include "base/text.h"

namespace sightmark {
namespace {

using Kind = MetricKind;

constexpr double kDriftPercent = 5;  // of latency, last quarter of a run over its first
constexpr double kChange = 0.01;     // of a clock or power limit: below, it is rounding

RunSummary summary_of(const RunMetrics& run) { return run.summary.value_or(RunSummary{}); }

// Whether a reason is throttling, not one of the settings.
bool is_throttling(const std::string& reason) {
  return reason.find("slowdown") != std::string::npos || reason.find("power") != std::string::npos;
}

// The reasons in a state, of all GPUs.
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
  const auto group_of = [](const RunMetrics& run) -> std::optional<AuditGroup> {
    const Facts after = summary_of(run).state_after;
    std::set<std::string> reasons;
    add_reasons(run.meta.state_before, reasons);
    add_reasons(after, reasons);
    const auto count = risen(run.meta.state_before, after, "cpu_throttle_count");
    if (reasons.empty() && !count) return std::nullopt;
    AuditGroup group;
    if (!reasons.empty()) group.value = fmt::format("GPU: {}", fmt::join(reasons, ", "));
    if (count) {
      group.value += fmt::format("{}CPU throttled by heat {} times",
                                 group.value.empty() ? "" : "; ", grouped(*count, 0));
      group.numbers.push_back({"cpu_throttle_count", *count});
    }
    return group;
  };
  return finding_of(run_groups(audited.complete, group_of),
                    {.rule = "throttling",
                     .subject = "throttling by heat or power",
                     .sentence = "The device was throttled by heat or power",
                     .severities = severities({}, speed_and_energy_kinds()),
                     .effect = "The metrics of a throttled device measure its cooling.",
                     .advice = "Cool it, let it rest between runs (--cooldown), or lower its power "
                               "mode until it keeps its clocks."});
}

std::optional<AuditFinding> changed_state(const AuditedRuns& audited) {
  const auto group_of = [](const RunMetrics& run) -> std::optional<AuditGroup> {
    const Facts& before = run.meta.state_before;
    const Facts after = summary_of(run).state_after;
    std::vector<std::string> changes = {
        text_change(before, after, "power_mode", "power mode"),
        text_change(before, after, "cpu_governor", "CPU governor"),
        number_change(before, after, "cpu_clock_limit_mhz", "CPU limit in MHz"),
        number_change(before, after, "gpu_power_limit_w", "GPU limit in W")};
    std::erase(changes, "");
    if (changes.empty()) return std::nullopt;
    return AuditGroup{.value = fmt::format("{}", fmt::join(changes, "; "))};
  };
  return finding_of(run_groups(audited.complete, group_of),
                    {.rule = "changed_state",
                     .subject = "a change of the device's state within a run",
                     .sentence = "The device changed its state during a run",
                     .severities = severities({}, speed_and_energy_kinds()),
                     .effect = "The run's metrics mix two states of the device.",
                     .advice = "Fix power mode and governor, and run again."});
}

std::optional<AuditFinding> drift(const AuditedRuns& audited) {
  const auto group_of = [](const RunMetrics& run) -> std::optional<AuditGroup> {
    const auto drift = find_metric("drift")->estimate(run);
    if (!drift || !drift->interval || std::abs(drift->value) < kDriftPercent) return std::nullopt;
    if (drift->interval->low <= 0 && drift->interval->high >= 0) return std::nullopt;
    return AuditGroup{.value = fmt::format("latency {}% {}", grouped(std::abs(drift->value), 1),
                                           drift->value > 0 ? "higher" : "lower"),
                      .numbers = {{"drift_percent", drift->value},
                                  {"low_percent", drift->interval->low},
                                  {"high_percent", drift->interval->high}}};
  };
  return finding_of(
      run_groups(audited.complete, group_of),
      {.rule = "drift",
       .subject = "drift of latency over a run",
       .sentence = "The last quarter of a run differs from the first",
       .severities = severities({}, speed_and_energy_kinds()),
       .effect =
           "A run that slows down gets hot, leaks memory or asks its slow questions last; its "
           "mean depends on how long it ran.",
       .advice = "Look at clocks and temperatures over time; warm up longer or let the device "
                 "rest."});
}

}  // namespace sightmark
