#include "audit/audit.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "audit/attribute.h"
#include "audit/rule.h"
#include "base/number.h"

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

}  // namespace sightmark
