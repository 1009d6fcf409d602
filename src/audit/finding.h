#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/fact.h"
#include "metric/metric.h"

// What stands in the way of comparing runs, as values. The rules in words: docs/audit.md.
namespace sightmark {

// What a finding does to a comparison by some kind of metric.
enum class Severity {
  Note,     // to be known
  Weakens,  // compare, but with this in mind
  Blocks,   // do not compare: only among runs that agree, or not at all
};

// "note", "weakens", "blocks".
std::string_view severity_name(Severity severity);

using Severities = std::map<MetricKind, Severity>;

// Of kinds that are blocked and kinds that are weakened.
Severities severities(std::initializer_list<MetricKind> blocked,
                      std::initializer_list<MetricKind> weakened);

// Runs that have something in common.
struct AuditGroup {
  std::string value;  // what, in words: "at most 80 tokens"; text from files as it stands there
  RunPointers runs;   // of the study that was audited
  Facts numbers;      // behind the words, with their units in the names
};

// What one rule found.
struct AuditFinding {
  std::string rule;      // "generation_cap"; never renamed
  std::string subject;   // "the most tokens an answer may have"
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

// "InternVL2-2B on Dell (fp16)"; of several "... and 2 more".
std::string named(const RunPointers& runs);

// "1,146", "18 to 36": the range of some numbers; at least one.
std::string range_in_words(const std::vector<double>& values, int decimal_count);

// "of at most 128 tokens for 12 runs, of at most 80 tokens for Phi on Orin (bf16)"; of very many
// groups only the first.
std::string groups_in_words(const std::vector<AuditGroup>& groups);

}  // namespace sightmark
