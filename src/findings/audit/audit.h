#pragma once

#include <string>
#include <vector>

#include "findings/audit/finding.h"

namespace sightmark {

// All that was found, and what it comes to.
struct Audit {
  std::vector<AuditFinding> findings;  // what blocks, what weakens, notes
  std::string verdict;                 // in one sentence

  // How many of that severity there are.
  std::size_t count(Severity severity) const;

  // What a reader of the numbers must be warned of: the findings that block or weaken something,
  // what blocks first.
  std::vector<AuditFinding> cautions() const;
};

// Holds the study's runs against every rule. The rules, and what each blocks: docs/audit.md.
Audit audit(const Study& study);

}  // namespace sightmark
