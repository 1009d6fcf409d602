#pragma once

#include <vector>

#include "findings/audit/finding.h"
#include "findings/study.h"

namespace sightmark {

// What a reader of the numbers must be warned of: the audit's findings that block or weaken
// something, what blocks first.
std::vector<AuditFinding> cautions(const Study& study);

}  // namespace sightmark
