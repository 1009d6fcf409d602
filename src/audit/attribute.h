#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audit/finding.h"

namespace sightmark {

// Something that runs must agree in to be compared. The rules about differences and the grouping
// of rankings are this one table.
struct Attribute {
  std::string rule;     // of the finding about a difference
  std::string subject;  // "the limit on answer tokens"
  Severities severities;
  // The value of each run, in words; none if it is unknown.
  std::function<std::vector<std::optional<std::string>>(const RunPointers&)> values;
  std::string effect, advice;
  std::string link = "with";     // "over" the GPU board, "with" at most 80 tokens per answer
  bool is_always_named = false;  // beside a ranking, also where all runs agree
  // The value whose runs are comparable with none, such as an unknown part of the device. A run
  // without a value is grouped with the most common one.
  std::string comparable_with_none = "";
  // Devices, or models, differ in it by nature: it matters where runs of one do.
  std::string RunMetrics::*within = nullptr;
  // How two runs differ in what both were asked, in words; where it is empty, `values` decides.
  std::function<std::optional<std::string>(const RunMetrics&, const RunMetrics&)> of_pair = {};

  // What a difference does to a comparison by metrics of that kind.
  Severity severity(MetricKind kind) const;
};

// The values of runs each of which has a value by itself.
std::function<std::vector<std::optional<std::string>>(const RunPointers&)> each(
    std::function<std::optional<std::string>(const RunMetrics&)> value);

// What was asked and how answers are counted; what with; how power was measured.
std::vector<Attribute> question_attributes();
std::vector<Attribute> setup_attributes();
std::vector<Attribute> measuring_attributes();

// All of them. Model, device and precision block nothing: a comparison may be about them.
const std::vector<Attribute>& attributes();

// The finding where the runs differ.
std::optional<AuditFinding> difference(const Attribute& attribute, const RunPointers& runs);

}  // namespace sightmark
