#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audit/finding.h"

namespace sightmark {

// Something that runs must agree in to be compared. All of the rules about differences, and all of
// the grouping of rankings, are this one table.
struct Attribute {
  std::string rule;     // of the finding that tells a difference
  std::string subject;  // "the most tokens an answer may have"
  Severities severities;
  // What each of the runs has, in words; nothing where it is not known.
  std::function<std::vector<std::optional<std::string>>(const RunPointers&)> values;
  std::string effect, advice;
  std::string link = "with";    // "over" the GPU board, "with" at most 80 tokens an answer
  bool is_always_told = false;  // beside a ranking, also where all runs agree
  // The value whose runs are comparable with none, such as an unknown part of the device. Runs of
  // which nothing is known are taken as like the most.
  std::string comparable_with_none = "";
  // Devices, or models, differ in it by nature: it matters where runs of one do.
  std::string RunMetrics::*within = nullptr;
  // In what two runs differ of which only what both were asked is compared, in words; where it is
  // empty, in `values`.
  std::function<std::optional<std::string>(const RunMetrics&, const RunMetrics&)> of_pair = {};

  // What a difference does to a comparison by metrics of that kind.
  Severity severity(MetricKind kind) const;
};

// What was asked and how answers are counted; what with; how power was measured.
std::vector<Attribute> question_attributes();
std::vector<Attribute> setup_attributes();
std::vector<Attribute> measuring_attributes();

// All of them. What a comparison may be about (model, device, precision) blocks none.
const std::vector<Attribute>& attributes();

// The runs by value, most runs first, of equals the one with the earlier run. Runs that do not
// tell it are in no group.
std::vector<AuditGroup> groups_by(const Attribute& attribute, const RunPointers& runs);

// The finding where the runs differ.
std::optional<AuditFinding> difference(const Attribute& attribute, const RunPointers& runs);

}  // namespace sightmark
