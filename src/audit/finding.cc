#include "audit/finding.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::size_t kNamedGroupCount = 8;
constexpr std::size_t kValueLimit = 160;  // code points

}  // namespace

std::string_view severity_name(Severity severity) {
  constexpr std::string_view kNames[] = {"note", "weakens", "blocks"};
  return kNames[static_cast<std::size_t>(severity)];
}

Severities severities(const MetricKinds& blocked, const MetricKinds& weakened) {
  Severities all;
  for (const MetricKind kind : weakened) all[kind] = Severity::Weakens;
  for (const MetricKind kind : blocked) all[kind] = Severity::Blocks;
  return all;
}

MetricKinds speed_and_energy_kinds(const MetricKinds& more) {
  MetricKinds kinds = {MetricKind::TotalTokens, MetricKind::Generation, MetricKind::Latency,
                       MetricKind::Pace,        MetricKind::Energy,     MetricKind::TokenEnergy};
  kinds.insert(kinds.end(), more.begin(), more.end());
  return kinds;
}

MetricKinds answer_kinds(const MetricKinds& more) {
  MetricKinds kinds = {MetricKind::Latency, MetricKind::Pace, MetricKind::Energy,
                       MetricKind::Length};
  kinds.insert(kinds.end(), more.begin(), more.end());
  return kinds;
}

Severity AuditFinding::severity() const {
  Severity worst = Severity::Note;
  for (const auto& [kind, severity] : severities) worst = std::max(worst, severity);
  return worst;
}

bool AuditFinding::bears_on(MetricKind kind) const {
  const auto found = severities.find(kind);
  return found != severities.end() && found->second != Severity::Note;
}

bool AuditFinding::is_about(const RunMetrics* run) const {
  return std::any_of(groups.begin(), groups.end(), [run](const AuditGroup& group) {
    return std::find(group.runs.begin(), group.runs.end(), run) != group.runs.end();
  });
}

std::vector<AuditGroup> run_groups(
    const RunPointers& runs,
    const std::function<std::optional<AuditGroup>(const RunMetrics&)>& group_of) {
  std::vector<AuditGroup> groups;
  for (const RunMetrics* run : runs) {
    auto group = group_of(*run);
    if (!group) continue;
    group->runs = {run};
    groups.push_back(std::move(*group));
  }
  return groups;
}

std::optional<AuditFinding> finding_of(std::vector<AuditGroup> groups, AuditFinding finding) {
  if (groups.empty()) return std::nullopt;
  finding.sentence += fmt::format(": {}.", groups_in_words(groups));
  finding.groups = std::move(groups);
  return finding;
}

std::string damage_in_words(const RunMetrics& run) {
  std::vector<std::string> parts;
  if (run.damaged_line_count) parts.push_back(counted(run.damaged_line_count, "damaged record"));
  if (run.duplicate_count) parts.push_back(counted(run.duplicate_count, "repeated record"));
  if (run.wrong_field_count) parts.push_back(counted(run.wrong_field_count, "unusable field"));
  return fmt::format("{}", fmt::join(parts, ", "));
}

bool has_power(const RunMetrics& run) { return run.totals.power_w || run.totals.energy_j; }

std::string named(const RunPointers& runs) {
  const std::string first = configuration_name(*runs.front());
  return runs.size() == 1 ? first : fmt::format("{} and {} more", first, runs.size() - 1);
}

std::string range_in_words(const std::vector<double>& values, int decimal_count) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const std::string from = grouped(*low, decimal_count), to = grouped(*high, decimal_count);
  return from == to ? to : fmt::format("{} to {}", from, to);
}

std::string groups_in_words(const std::vector<AuditGroup>& groups) {
  std::vector<std::string> parts;
  for (const AuditGroup& group : groups) {
    if (parts.size() == kNamedGroupCount) break;
    parts.push_back(fmt::format("{} for {}", shortened(group.value, kValueLimit),
                                parts.empty() && group.runs.size() > 1
                                    ? counted(group.runs.size(), "run")
                                    : named(group.runs)));
  }
  if (groups.size() > parts.size()) {
    parts.push_back(counted(groups.size() - parts.size(), "further value"));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace sightmark
