#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "audit/finding.h"

namespace sightmark {

// All that was found, and the conclusion.
struct Audit {
  std::vector<AuditFinding> findings;  // those that block first, then those that weaken, notes
  std::string verdict;                 // in one sentence

  // How many of that severity there are.
  std::size_t count(Severity severity) const;

  // What a reader of the metrics must be warned of: the findings that block or weaken something,
  // those that block first.
  std::vector<AuditFinding> cautions() const;
};

// Checks the runs against every rule; the findings point into them. Memory bandwidths are in GB/s.
// The rules, and what each blocks: docs/audit.md.
Audit audit(std::span<const RunMetrics> runs,
            const std::map<std::string, double>& bandwidth_by_device = {});

}  // namespace sightmark
