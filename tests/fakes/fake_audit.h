#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "audit/audit.h"
#include "fakes/fake_run.h"

// An audit with the study that its findings point into.
namespace sightmark {

class Audited {
 public:
  explicit Audited(std::vector<RunMetrics> runs, std::map<std::string, double> bandwidths = {})
      : study(make_study(std::move(runs), std::move(bandwidths))),
        audit(sightmark::audit(study.runs, study.bandwidth_by_device)) {}

  // Null if the rule found nothing.
  const AuditFinding* find(const std::string& rule) const {
    const auto found =
        std::find_if(audit.findings.begin(), audit.findings.end(),
                     [&](const AuditFinding& finding) { return finding.rule == rule; });
    return found == audit.findings.end() ? nullptr : &*found;
  }

  // What the rule says; empty where it found nothing.
  std::string sentence(const std::string& rule) const {
    const AuditFinding* found = find(rule);
    return found ? found->sentence : "";
  }

  Study study;
  Audit audit;
};

// The groups' values and how many runs each has.
using Groups = std::vector<std::pair<std::string, std::size_t>>;

inline Groups groups_of(const AuditFinding& finding) {
  Groups groups;
  for (const AuditGroup& group : finding.groups) {
    groups.emplace_back(group.value, group.runs.size());
  }
  return groups;
}

// The number of that name behind the first group.
inline double number_behind(const AuditFinding& finding, const std::string& name) {
  return number_of(finding.groups.front().numbers, name).value_or(-1);
}

}  // namespace sightmark
