#pragma once

#include <optional>
#include <span>

#include "audit/finding.h"

// The rules that are not about differences (attribute.h), one a function. Each returns one finding,
// or nothing. In words, with their thresholds: docs/audit.md.
namespace sightmark {

struct AuditedRuns {
  std::span<const RunMetrics> all;
  RunPointers complete;
  std::map<std::string, double> bandwidth_by_device;  // of memory, in GB/s, where it is given
};

// Whether ranking by total tokens puts another run first than ranking by generated ones.
std::optional<AuditFinding> token_ranking(const AuditedRuns& audited);

// Prompts and answers.
std::optional<AuditFinding> mixed_prompts(const AuditedRuns& audited);
std::optional<AuditFinding> capped_answers(const AuditedRuns& audited);
std::optional<AuditFinding> looping_answers(const AuditedRuns& audited);
std::optional<AuditFinding> empty_answers(const AuditedRuns& audited);
std::optional<AuditFinding> cache_hits(const AuditedRuns& audited);

// Heat, power and the state of the device.
std::optional<AuditFinding> throttling(const AuditedRuns& audited);
std::optional<AuditFinding> changed_state(const AuditedRuns& audited);
std::optional<AuditFinding> drift(const AuditedRuns& audited);

// What is missing.
std::optional<AuditFinding> failed_runs(const AuditedRuns& audited);
std::optional<AuditFinding> cut_off_runs(const AuditedRuns& audited);
std::optional<AuditFinding> empty_runs(const AuditedRuns& audited);
std::optional<AuditFinding> failed_trials(const AuditedRuns& audited);
std::optional<AuditFinding> missing_records(const AuditedRuns& audited);
std::optional<AuditFinding> damaged_records(const AuditedRuns& audited);
std::optional<AuditFinding> interruptions(const AuditedRuns& audited);
std::optional<AuditFinding> missing_fields(const AuditedRuns& audited);

// Whether the values are possible, and how well they repeat.
std::optional<AuditFinding> roofline(const AuditedRuns& audited);
std::optional<AuditFinding> unchecked_roofline(const AuditedRuns& audited);
std::optional<AuditFinding> overhead(const AuditedRuns& audited);
std::optional<AuditFinding> several_keys(const AuditedRuns& audited);
std::optional<AuditFinding> repeated_runs(const AuditedRuns& audited);

}  // namespace sightmark
