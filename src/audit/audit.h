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

// Runs whose values of a metric may be ranked together, since they agree in all that blocks it
// (audit/attribute.h).
struct ComparableGroup {
  // What power or memory covers, and in what the runs differ from the first group's: "over the GPU
  // board, with at most 80 tokens per answer"; empty where there is none of this.
  std::string within;
  RunPointers runs;
};

// The runs that have the metric, in groups; the largest group first, of equals the one with the
// earlier run. A run without a value of an attribute is grouped with the most common one; energy of
// an unknown part of the device is comparable with nothing, and in no group.
std::vector<ComparableGroup> comparable_groups(const RunPointers& runs, const Metric& metric);

// Whether all of the runs that have the metric may be ranked together; false where none has it.
bool are_comparable(const RunPointers& runs, const Metric& metric);

// The differences between two runs that have this severity for a comparison by metrics of that
// kind, over what both were asked: "the limit on answer tokens (at most 128 tokens per answer in A,
// ... in B)". A value that a run does not record is no difference; energy of an unknown part of the
// device is one.
std::vector<std::string> differences(const RunMetrics& a, const RunMetrics& b, MetricKind kind,
                                     Severity severity);

}  // namespace sightmark
