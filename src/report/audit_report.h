#pragma once

#include <string>

#include "audit/audit.h"
#include "study/study.h"

// An audit in words and as data. The rules: docs/audit.md.
namespace sightmark {

// For a terminal: a paragraph for each finding, those that block first.
std::string audit_text(const Audit& audit);

// audit.md: the same with the runs of each group; of many, only the first.
std::string audit_markdown(const Audit& audit);

// audit.json. Its schema: docs/results-format.md.
std::string audit_json(const Audit& audit, const Study& study);

}  // namespace sightmark
