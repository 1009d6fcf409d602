#include "audit/attribute.h"

#include <algorithm>
#include <map>

#include "base/list.h"

namespace sightmark {
namespace {

// The runs by value, the largest group first, of equals the one with the earlier run. Runs without
// a value are in no group.
std::vector<AuditGroup> groups_by(const Attribute& attribute, const RunPointers& runs) {
  const auto values = attribute.values(runs);
  std::vector<AuditGroup> groups;
  std::map<std::string, std::size_t> index_by_value;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (!values[i]) continue;
    const auto [known, is_new] = index_by_value.try_emplace(*values[i], groups.size());
    if (is_new) groups.push_back({*values[i], {}, {}});
    groups[known->second].runs.push_back(runs[i]);
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const auto& a, const auto& b) { return a.runs.size() > b.runs.size(); });
  return groups;
}

// The groups of those devices (or models) that are in two groups or more.
std::vector<AuditGroup> differing_within(std::string RunMetrics::*name,
                                         const std::vector<AuditGroup>& groups) {
  std::map<std::string, std::vector<AuditGroup>> groups_by_name;
  for (const AuditGroup& group : groups) {
    std::map<std::string, RunPointers> runs_by_name;
    for (const RunMetrics* run : group.runs) runs_by_name[run->*name].push_back(run);
    for (auto& [device, runs] : runs_by_name) {
      groups_by_name[device].push_back({group.value + ", " + device, std::move(runs), {}});
    }
  }
  std::vector<AuditGroup> found;
  for (auto& [device, of_device] : groups_by_name) {
    if (of_device.size() < 2) continue;
    std::move(of_device.begin(), of_device.end(), std::back_inserter(found));
  }
  return found;
}

std::vector<Attribute> all_attributes() {
  std::vector<Attribute> all = question_attributes();
  for (const auto& more : {setup_attributes(), measuring_attributes()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

}  // namespace

Severity Attribute::severity(MetricKind kind) const {
  const auto found = severities.find(kind);
  return found == severities.end() ? Severity::Note : found->second;
}

std::function<std::vector<std::optional<std::string>>(const RunPointers&)> each(
    std::function<std::optional<std::string>(const RunMetrics&)> value) {
  return [value = std::move(value)](const RunPointers& runs) {
    return list_of(runs, [&](const RunMetrics* run) { return value(*run); });
  };
}

const std::vector<Attribute>& attributes() {
  static const std::vector<Attribute> all = all_attributes();
  return all;
}

std::optional<AuditFinding> difference(const Attribute& attribute, const RunPointers& runs) {
  auto groups = groups_by(attribute, runs);
  if (attribute.within) groups = differing_within(attribute.within, groups);
  if (groups.size() < 2) return std::nullopt;
  return finding_of(std::move(groups), {.rule = attribute.rule,
                                        .subject = attribute.subject,
                                        .sentence = "The runs differ in " + attribute.subject,
                                        .severities = attribute.severities,
                                        .effect = attribute.effect,
                                        .advice = attribute.advice});
}

}  // namespace sightmark
