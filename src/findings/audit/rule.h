#pragma once

#include <optional>
#include <vector>

#include "findings/audit/finding.h"

// The rules that are not about differences (attribute.h), one a function, over the runs of a
// study. Each tells one finding, or nothing. In words, with their thresholds: docs/audit.md.
namespace sightmark {

using Rule = std::optional<AuditFinding> (*)(const Study&);

// Whether ranking by total tokens puts another run first than ranking by generated ones.
std::optional<AuditFinding> token_ranking(const Study& study);

// Whether one run asked in one task in several ways.
std::optional<AuditFinding> mixed_prompts(const Study& study);

// Answers.
std::optional<AuditFinding> capped_answers(const Study& study);
std::optional<AuditFinding> looping_answers(const Study& study);
std::optional<AuditFinding> empty_answers(const Study& study);
std::optional<AuditFinding> cache_hits(const Study& study);

// Heat, power and what the device did meanwhile.
std::optional<AuditFinding> throttling(const Study& study);
std::optional<AuditFinding> changed_state(const Study& study);
std::optional<AuditFinding> drift(const Study& study);

// What is missing.
std::optional<AuditFinding> failed_runs(const Study& study);
std::optional<AuditFinding> cut_off_runs(const Study& study);
std::optional<AuditFinding> empty_runs(const Study& study);
std::optional<AuditFinding> failed_trials(const Study& study);
std::optional<AuditFinding> missing_records(const Study& study);
std::optional<AuditFinding> damaged_records(const Study& study);
std::optional<AuditFinding> interruptions(const Study& study);
std::optional<AuditFinding> missing_fields(const Study& study);

// Whether the numbers can be, and how far they repeat.
std::optional<AuditFinding> roofline(const Study& study);
std::optional<AuditFinding> unchecked_roofline(const Study& study);
std::optional<AuditFinding> overhead(const Study& study);
std::optional<AuditFinding> several_keys(const Study& study);
std::optional<AuditFinding> repeated_runs(const Study& study);

}  // namespace sightmark
