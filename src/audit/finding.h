#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fact.h"
#include "metric/metric.h"

// What blocks or weakens comparisons of runs, as values. The rules in words: docs/audit.md.
namespace sightmark {

// What a finding does to a comparison by some kind of metric.
enum class Severity {
  Note,     // good to know
  Weakens,  // compare, but with this in mind
  Blocks,   // do not compare: only among runs that agree, or not at all
};

// "note", "weakens", "blocks".
std::string_view severity_name(Severity severity);

using Severities = std::map<MetricKind, Severity>;

using MetricKinds = std::vector<MetricKind>;

// Of kinds that are blocked and kinds that are weakened.
Severities severities(const MetricKinds& blocked, const MetricKinds& weakened);

// The kinds that depend on the state of engine and device, and those that depend on the answers;
// each with some more.
MetricKinds speed_and_energy_kinds(const MetricKinds& more = {});
MetricKinds answer_kinds(const MetricKinds& more = {});

// Runs that have something in common.
struct AuditGroup {
  std::string value;  // what, in words: "at most 80 tokens"; text from files as it stands there
  RunPointers runs;   // of the study that was audited
  Facts numbers;      // behind the words, with their units in the names
};

// What one rule found.
struct AuditFinding {
  std::string rule;      // "generation_cap"; never renamed
  std::string subject;   // "the limit on answer tokens"
  std::string sentence;  // what was found, with its numbers
  Severities severities;
  std::vector<AuditGroup> groups;  // each with its value; at least one
  std::string effect;              // what it changes
  std::string advice;              // what to do

  // The worst over all kinds of metrics.
  Severity severity() const;

  // Whether it blocks or weakens a comparison by this kind.
  bool bears_on(MetricKind kind) const;

  // Whether the run is in a group.
  bool is_about(const RunMetrics* run) const;
};

// A group for each run that has one. `group_of` leaves the runs of the group empty.
std::vector<AuditGroup> run_groups(
    const RunPointers& runs,
    const std::function<std::optional<AuditGroup>(const RunMetrics&)>& group_of);

// The finding with these groups, which its sentence lists at its end; nothing without groups.
std::optional<AuditFinding> finding_of(std::vector<AuditGroup> groups, AuditFinding finding);

// "2 damaged records, 1 unusable field": what could not be used of a run; empty where all could.
std::string damage_in_words(const RunMetrics& run);

// Whether the run recorded power or energy.
bool has_power(const RunMetrics& run);

// "InternVL2-2B on Dell (fp16)"; of several "... and 2 more".
std::string named(const RunPointers& runs);

// "1,146", "18 to 36": the range of some numbers; at least one.
std::string range_in_words(const std::vector<double>& values, int decimal_count);

// "at most 128 tokens for 12 runs; at most 80 tokens for Phi on Orin (bf16)"; only the first of
// many groups.
std::string groups_in_words(const std::vector<AuditGroup>& groups);

}  // namespace sightmark
