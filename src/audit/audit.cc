#include "audit/audit.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "audit/attribute.h"
#include "audit/rule.h"
#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::optional<AuditFinding> (*kRules[])(const AuditedRuns&) = {
    token_ranking, mixed_prompts, roofline,       overhead,          failed_runs,   cut_off_runs,
    empty_runs,    failed_trials, capped_answers, looping_answers,   empty_answers, cache_hits,
    throttling,    changed_state, drift,          missing_records,   interruptions, damaged_records,
    repeated_runs, several_keys,  missing_fields, unchecked_roofline};

std::string subjects(const std::vector<AuditFinding>& findings, Severity severity) {
  std::vector<std::string> names;
  for (const AuditFinding& finding : findings) {
    if (finding.severity() == severity) names.push_back(finding.subject);
  }
  return fmt::format("{}", fmt::join(names, "; "));
}

std::string verdict(const Audit& audit, std::size_t run_count) {
  const std::string runs = counted(run_count, "run");
  const std::string blocking = subjects(audit.findings, Severity::Blocks);
  const std::string weakening = subjects(audit.findings, Severity::Weakens);
  if (!blocking.empty()) {
    return fmt::format("Some comparisons among {} are blocked: {}.", runs, blocking);
  }
  if (!weakening.empty()) {
    return fmt::format("No comparison among {} is blocked; some are weakened: {}.", runs,
                       weakening);
  }
  return fmt::format("No comparison among {} is blocked or weakened.", runs);
}

using Value = std::optional<std::string>;

// Fills unknown values with the most common one; of equals, with the earlier run's.
void fill_in(std::vector<Value>& values) {
  std::map<std::string, std::size_t> count_by_value;
  for (const Value& value : values) {
    if (value) ++count_by_value[*value];
  }
  const Value* most = nullptr;
  for (const Value& value : values) {
    if (value && (!most || count_by_value[*value] > count_by_value[**most])) most = &value;
  }
  if (!most) return;
  const Value usual = *most;
  for (Value& value : values) {
    if (!value) value = usual;
  }
}

// Runs with the values of each attribute that blocks the metric.
struct Keyed {
  std::vector<std::string> key;
  RunPointers runs;
};

std::vector<const Attribute*> blocking(const Metric& metric) {
  std::vector<const Attribute*> found;
  for (const Attribute& attribute : attributes()) {
    if (attribute.severity(metric.kind) == Severity::Blocks) found.push_back(&attribute);
  }
  return found;
}

std::vector<Keyed> keyed(const std::vector<const Attribute*>& by, const RunPointers& runs) {
  std::vector<std::vector<Value>> columns;
  for (const Attribute* attribute : by) {
    columns.push_back(attribute->values(runs));
    fill_in(columns.back());
  }
  std::vector<Keyed> groups;
  std::map<std::vector<std::string>, std::size_t> index_by_key;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::vector<std::string> key;
    bool is_comparable = true;
    for (std::size_t j = 0; j < by.size(); ++j) {
      key.push_back(columns[j][i].value_or(""));
      const bool is_lone = !key.back().empty() && key.back() == by[j]->comparable_with_none;
      is_comparable = is_comparable && !is_lone;
    }
    if (!is_comparable) continue;
    const auto [known, is_new] = index_by_key.try_emplace(key, groups.size());
    if (is_new) groups.push_back({key, {}});
    groups[known->second].runs.push_back(runs[i]);
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Keyed& a, const Keyed& b) { return a.runs.size() > b.runs.size(); });
  return groups;
}

std::optional<std::string> difference_of(const Attribute& attribute, const RunMetrics& a,
                                         const RunMetrics& b) {
  if (attribute.within && a.*attribute.within != b.*attribute.within) return std::nullopt;
  if (attribute.of_pair) return attribute.of_pair(a, b);
  const auto values = attribute.values({&a, &b});
  const auto &of_a = values[0], &of_b = values[1];
  if (!of_a || !of_b) return std::nullopt;
  const std::string& lone = attribute.comparable_with_none;
  const bool is_comparable = lone.empty() || (*of_a != lone && *of_b != lone);
  if (*of_a == *of_b && is_comparable) return std::nullopt;
  return fmt::format("{} ({} in A, {} in B)", attribute.subject, *of_a, *of_b);
}

}  // namespace

std::size_t Audit::count(Severity severity) const {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(),
                    [&](const AuditFinding& found) { return found.severity() == severity; }));
}

std::vector<AuditFinding> Audit::cautions() const {
  std::vector<AuditFinding> found = findings;
  std::erase_if(found, [](const AuditFinding& one) { return one.severity() == Severity::Note; });
  return found;
}

Audit audit(std::span<const RunMetrics> runs,
            const std::map<std::string, double>& bandwidth_by_device) {
  AuditedRuns audited{.all = runs, .complete = {}, .bandwidth_by_device = bandwidth_by_device};
  for (const RunMetrics& run : runs) {
    if (run.status == RunStatus::Complete) audited.complete.push_back(&run);
  }
  Audit result;
  for (const Attribute& attribute : attributes()) {
    if (auto found = difference(attribute, audited.complete))
      result.findings.push_back(std::move(*found));
  }
  for (const auto rule : kRules) {
    if (auto found = rule(audited)) result.findings.push_back(std::move(*found));
  }
  std::stable_sort(
      result.findings.begin(), result.findings.end(),
      [](const AuditFinding& a, const AuditFinding& b) { return a.severity() > b.severity(); });
  result.verdict = verdict(result, runs.size());
  return result;
}

std::vector<ComparableGroup> comparable_groups(const RunPointers& runs, const Metric& metric) {
  RunPointers measured = runs;
  std::erase_if(measured, [&](const RunMetrics* run) { return !metric.value(*run); });
  const std::vector<const Attribute*> by = blocking(metric);
  const std::vector<Keyed> all = keyed(by, measured);
  std::vector<ComparableGroup> groups;
  for (const Keyed& group : all) {
    std::vector<std::string> parts;
    for (std::size_t j = 0; j < by.size(); ++j) {
      const bool is_named =
          !group.key[j].empty() && (by[j]->is_always_named || group.key[j] != all.front().key[j]);
      if (is_named) parts.push_back(by[j]->link + ' ' + group.key[j]);
    }
    groups.push_back({fmt::format("{}", fmt::join(parts, ", ")), group.runs});
  }
  return groups;
}

bool are_comparable(const RunPointers& runs, const Metric& metric) {
  const auto groups = comparable_groups(runs, metric);
  const auto measured = std::count_if(runs.begin(), runs.end(), [&](const RunMetrics* run) {
    return metric.value(*run).has_value();
  });
  return groups.size() == 1 && static_cast<std::ptrdiff_t>(groups.front().runs.size()) == measured;
}

std::vector<std::string> differences(const RunMetrics& a, const RunMetrics& b, MetricKind kind,
                                     Severity severity) {
  std::vector<std::string> found;
  for (const Attribute& attribute : attributes()) {
    if (attribute.severity(kind) != severity) continue;
    if (auto difference = difference_of(attribute, a, b)) found.push_back(std::move(*difference));
  }
  return found;
}

}  // namespace sightmark
