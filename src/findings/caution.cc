#include "findings/caution.h"

#include "findings/audit/audit.h"

namespace sightmark {

std::vector<AuditFinding> cautions(const Study& study) {
  std::vector<AuditFinding> found = audit(study).findings;
  std::erase_if(found, [](const AuditFinding& one) { return one.severity() == Severity::Note; });
  return found;
}

}  // namespace sightmark
