#include "audit/finding.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/number.h"
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

Severities severities(std::initializer_list<MetricKind> blocked,
                      std::initializer_list<MetricKind> weakened) {
  Severities all;
  for (const MetricKind kind : weakened) all[kind] = Severity::Weakens;
  for (const MetricKind kind : blocked) all[kind] = Severity::Blocks;
  return all;
}

Severity AuditFinding::severity() const {
  Severity worst = Severity::Note;
  for (const auto& [kind, severity] : severities) worst = std::max(worst, severity);
  return worst;
}

bool AuditFinding::bears_on(MetricKind kind) const {
  const auto own = severities.find(kind);
  return own != severities.end() && own->second != Severity::Note;
}

bool AuditFinding::is_about(const RunMetrics* run) const {
  return std::any_of(groups.begin(), groups.end(), [run](const AuditGroup& group) {
    return std::find(group.runs.begin(), group.runs.end(), run) != group.runs.end();
  });
}

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
