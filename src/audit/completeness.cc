#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "audit/rule.h"
#include "base/number.h"

namespace sightmark {
namespace {

using Kind = MetricKind;

constexpr double kLeastSuccessPercent = 99;  // below, failures are told

// The runs of a status, each a group.
template <typename Words>
std::vector<AuditGroup> of_status(const AuditedRuns& audited, RunStatus status, Words words) {
  std::vector<AuditGroup> groups;
  for (const RunMetrics& run : audited.all) {
    if (run.status == status) groups.push_back({words(run), {&run}, {}});
  }
  return groups;
}

Severities all_kinds(Severity severity) {
  Severities all;
  for (const MetricKind kind : {Kind::TotalTokens, Kind::Generation, Kind::Latency, Kind::Pace,
                                Kind::Energy, Kind::TokenEnergy, Kind::Memory, Kind::LoadTime,
                                Kind::Length, Kind::Reliability, Kind::Accuracy}) {
    all[kind] = severity;
  }
  return all;
}

std::string failures_in_words(const RunMetrics& run) {
  std::vector<std::string> parts;
  for (const auto& [kind, count] : run.conditions.failure_count_by_kind) {
    parts.push_back(fmt::format("{} {}", grouped(count), kind));
  }
  return fmt::format("{} of {} failed{}", grouped(run.trial_count - run.success_count),
                     counted(run.trial_count, "trial"),
                     parts.empty() ? "" : fmt::format(" ({})", fmt::join(parts, ", ")));
}

}  // namespace

std::optional<AuditFinding> failed_runs(const AuditedRuns& audited) {
  auto groups = of_status(audited, RunStatus::Failed, failures_in_words);
  if (groups.empty()) return std::nullopt;
  return AuditFinding{
      .rule = "failed_run",
      .subject = "a run that failed wholly",
      .sentence = fmt::format("A run that failed wholly is in no ranking, though it is the least "
                              "reliable: {}.",
                              groups_in_words(groups)),
      .severities = all_kinds(Severity::Blocks),
      .groups = std::move(groups),
      .effect =
          "It has no latency, no length and no energy an answer. A figure of reliability "
          "that leaves it out is too good.",
      .advice = "Find out why it failed, and run it again; name it until then."};
}

std::optional<AuditFinding> cut_off_runs(const AuditedRuns& audited) {
  auto groups = of_status(audited, RunStatus::CutOff, [](const RunMetrics& run) {
    return counted(run.trial_count, "record") + " and no summary";
  });
  if (groups.empty()) return std::nullopt;
  return AuditFinding{
      .rule = "cut_off_run",
      .subject = "a run that was cut off",
      .sentence =
          fmt::format("A run that was cut off is in no ranking: {}.", groups_in_words(groups)),
      .severities = all_kinds(Severity::Blocks),
      .groups = std::move(groups),
      .effect = "Its images are the first ones only, and its elapsed time is not known.",
      .advice =
          "Finish it (sightmark run --resume goes on with a run of its own), or run it again."};
}

std::optional<AuditFinding> empty_runs(const AuditedRuns& audited) {
  auto groups = of_status(audited, RunStatus::Empty,
                          [](const RunMetrics&) { return std::string("no usable record"); });
  if (groups.empty()) return std::nullopt;
  return AuditFinding{.rule = "empty_run",
                      .subject = "a run without records",
                      .sentence = fmt::format("A run without a usable record is in no ranking: {}.",
                                              groups_in_words(groups)),
                      .severities = all_kinds(Severity::Blocks),
                      .groups = std::move(groups),
                      .effect = "Nothing is known of it.",
                      .advice = "Run it again, or leave its folder out."};
}

std::optional<AuditFinding> failed_trials(const AuditedRuns& audited) {
  std::vector<AuditGroup> groups;
  for (const RunMetrics* run : audited.complete) {
    const double percent = run->success_percent();
    if (percent >= kLeastSuccessPercent) continue;
    groups.push_back({failures_in_words(*run), {run}, {{"success_percent", percent}}});
  }
  if (groups.empty()) return std::nullopt;
  return AuditFinding{
      .rule = "failed_trials",
      .subject = "trials that failed",
      .sentence = fmt::format("Part of the trials failed: {}.", groups_in_words(groups)),
      .severities = severities({}, {Kind::TotalTokens, Kind::Generation, Kind::Latency, Kind::Pace,
                                    Kind::Energy, Kind::TokenEnergy, Kind::Length, Kind::Accuracy}),
      .groups = std::move(groups),
      .effect =
          "Latency and length are those of the trials that succeeded, which "
          "may be the easy ones.",
      .advice = "Read the success rate beside every other number of these runs."};
}

std::optional<AuditFinding> missing_records(const AuditedRuns& audited) {
  std::vector<AuditGroup> groups;
  for (const RunMetrics* run : audited.complete) {
    const std::int64_t expected =
        std::max(run->expected_trial_count.value_or(0), run->meta.planned_trial_count.value_or(0));
    if (expected <= static_cast<std::int64_t>(run->trial_count)) continue;
    groups.push_back({fmt::format("{} of {} records", grouped(run->trial_count),
                                  grouped(static_cast<double>(expected), 0)),
                      {run},
                      {{"record_count", static_cast<std::int64_t>(run->trial_count)},
                       {"expected_record_count", expected}}});
  }
  if (groups.empty()) return std::nullopt;
  return AuditFinding{
      .rule = "missing_records",
      .subject = "records that are missing",
      .sentence = fmt::format("Fewer records could be used than the run planned or counted: {}.",
                              groups_in_words(groups)),
      .severities = all_kinds(Severity::Weakens),
      .groups = std::move(groups),
      .effect = "Elapsed time holds all of the run, what is counted over it does not.",
      .advice = "Look at what was skipped, which analyze lists; run again where it is much."};
}

std::optional<AuditFinding> damaged_records(const AuditedRuns& audited) {
  std::vector<AuditGroup> groups;
  for (const RunMetrics& run : audited.all) {
    std::vector<std::string> parts;
    if (run.damaged_line_count) parts.push_back(counted(run.damaged_line_count, "damaged line"));
    if (run.duplicate_count) parts.push_back(counted(run.duplicate_count, "repeated record"));
    if (run.wrong_field_count) parts.push_back(counted(run.wrong_field_count, "unusable field"));
    if (parts.empty()) continue;
    groups.push_back({fmt::format("{}", fmt::join(parts, ", ")), {&run}, {}});
  }
  if (groups.empty()) return std::nullopt;
  return AuditFinding{
      .rule = "damaged_records",
      .subject = "damaged records",
      .sentence = fmt::format("Part of the files could not be used: {}.", groups_in_words(groups)),
      .severities = all_kinds(Severity::Note),
      .groups = std::move(groups),
      .effect = "What was skipped is in no number.",
      .advice = "Run again where it is much."};
}

std::optional<AuditFinding> interruptions(const AuditedRuns& audited) {
  std::vector<AuditGroup> groups;
  for (const RunMetrics* run : audited.complete) {
    const auto resumed = run->meta.interruption_count.value_or(0);
    const auto steps = run->summary ? run->summary->clock_step_count.value_or(0) : 0;
    std::vector<std::string> parts;
    if (resumed > 0) parts.push_back(fmt::format("resumed {} times", resumed));
    if (steps > 0) parts.push_back(fmt::format("clock set or machine asleep {} times", steps));
    if (parts.empty()) continue;
    groups.push_back({fmt::format("{}", fmt::join(parts, ", ")),
                      {run},
                      {{"interruption_count", resumed}, {"clock_step_count", steps}}});
  }
  if (groups.empty()) return std::nullopt;
  return AuditFinding{
      .rule = "interruptions",
      .subject = "interruptions",
      .sentence = fmt::format("Runs did not go through in one piece: {}.", groups_in_words(groups)),
      .severities = severities({}, {Kind::TotalTokens, Kind::Generation, Kind::Latency, Kind::Pace,
                                    Kind::Energy, Kind::TokenEnergy, Kind::Memory}),
      .groups = std::move(groups),
      .effect = "After a break the engine is cold, and the device in another state.",
      .advice = "Run again in one piece where some percent matter."};
}

}  // namespace sightmark
