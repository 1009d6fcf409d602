#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "audit/audit.h"
#include "audit/rule.h"
#include "base/text.h"

namespace sightmark {
namespace {

constexpr double kSpreadPercent = 5;    // between runs of one configuration
constexpr std::size_t kNamedCount = 8;  // of configurations in a sentence

// The largest over the smallest value less 1; no value if fewer than two runs have one, or if
// they may not be compared by it.
std::optional<double> spread_percent(const RunPointers& runs, const Metric& metric) {
  if (!are_comparable(runs, metric)) return std::nullopt;
  std::vector<double> values;
  for (const RunMetrics* run : runs) {
    if (const auto value = metric.value(*run)) values.push_back(*value);
  }
  if (values.size() < 2) return std::nullopt;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  if (*low <= 0) return std::nullopt;
  return 100 * (*high / *low - 1);
}

}  // namespace

std::optional<AuditFinding> several_keys(const AuditedRuns& audited) {
  std::map<std::string, std::map<std::string, RunPointers>> runs_by_key_by_model;
  for (const RunMetrics& run : audited.all) {
    if (!run.model_key.empty()) runs_by_key_by_model[run.model][run.model_key].push_back(&run);
  }
  std::vector<AuditGroup> groups;
  std::vector<std::string> parts;
  for (auto& [model, runs_by_key] : runs_by_key_by_model) {
    if (runs_by_key.size() < 2) continue;
    std::vector<std::string> keys;
    for (auto& [key, runs] : runs_by_key) {
      keys.push_back(key);
      groups.push_back({fmt::format("{} as {}", model, key), std::move(runs), {}});
    }
    parts.push_back(fmt::format("{} ({})", model, fmt::join(keys, ", ")));
  }
  if (groups.empty()) return std::nullopt;
  return AuditFinding{
      .rule = "several_keys",
      .subject = "one model under several keys",
      .sentence = fmt::format("A model with several keys counts once: {}.", fmt::join(parts, "; ")),
      .severities = {},
      .groups = std::move(groups),
      .effect = "A table by key would list one model twice, in two places of a ranking.",
      .advice = "Give each model one key; here the model_id decides."};
}

std::optional<AuditFinding> repeated_runs(const AuditedRuns& audited) {
  AuditFinding finding{
      .rule = "repeated_runs",
      .subject = "differences between repeated runs",
      .sentence = "",
      .effect =
          "A difference between configurations means nothing while runs of one configuration "
          "differ as much.",
      .advice =
          "Repeat runs before choosing by a few percent; where runs of one configuration differ, "
          "find out why."};
  std::map<Configuration, RunPointers> runs_by_configuration;
  for (const RunMetrics* run : audited.complete) {
    runs_by_configuration[configuration_of(*run)].push_back(run);
  }
  for (auto& [configuration, runs] : runs_by_configuration) {
    if (runs.size() < 2) continue;
    std::vector<std::string> spreads;
    Facts numbers;
    for (const Metric& metric : {mean_latency(), latency_p90(), generated_tokens_per_second(),
                                 energy_per_inference(), answer_length()}) {
      const auto percent = spread_percent(runs, metric);
      if (!percent) continue;
      spreads.push_back(fmt::format("{} {}%", metric.name, grouped(*percent, 1)));
      numbers.push_back({metric.column + "_spread_percent", *percent});
      Severity& severity = finding.severities[metric.kind];
      severity = std::max(severity, *percent > kSpreadPercent ? Severity::Weakens : Severity::Note);
    }
    if (spreads.empty()) continue;  // they differ in what blocks, which is another finding
    finding.groups.push_back(
        {fmt::format("{}", fmt::join(spreads, ", ")), std::move(runs), std::move(numbers)});
  }
  if (finding.groups.empty()) return std::nullopt;
  std::vector<std::string> parts;
  for (const AuditGroup& group : finding.groups) {
    if (parts.size() == kNamedCount) break;
    parts.push_back(fmt::format("{} of {} by {}", group.runs.size(),
                                configuration_name(*group.runs.front()), group.value));
  }
  const std::size_t rest = finding.groups.size() - parts.size();
  finding.sentence = fmt::format(
      "Runs of one configuration differ, by the largest value over the smallest: {}{}.",
      fmt::join(parts, "; "), rest ? "; and " + counted(rest, "further configuration") : "");
  return finding;
}

}  // namespace sightmark
