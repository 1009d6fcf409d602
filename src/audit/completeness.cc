#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "audit/rule.h"
#include "base/text.h"

namespace sightmark {
namespace {

using Kind = MetricKind;

constexpr double kLeastSuccessPercent = 99;  // below, failures are reported

RunPointers with_status(const AuditedRuns& audited, RunStatus status) {
  RunPointers runs;
  for (const RunMetrics& run : audited.all) {
    if (run.status == status) runs.push_back(&run);
  }
  return runs;
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

// Something that a run should record.
struct Field {
  std::string name;
  std::vector<MetricKind> kinds;  // that cannot be computed, or not be judged, without it
  bool (*is_recorded)(const RunMetrics&);
};

std::vector<Field> fields() {
  return {
      {"latency", {Kind::Latency}, [](const auto& run) { return run.latency_ms.has_value(); }},
      {"elapsed time",
       {Kind::TotalTokens, Kind::Pace},
       [](const auto& run) { return run.totals.elapsed_s.has_value(); }},
      {"answer tokens",
       {Kind::Generation, Kind::TotalTokens},
       [](const auto& run) { return run.totals.response_tokens > 0; }},
      {"prompt tokens",
       {Kind::TotalTokens, Kind::TokenEnergy},
       [](const auto& run) { return run.totals.prompt_tokens > 0; }},
      {"text of the answers",
       {Kind::Length, Kind::Accuracy},
       [](const auto& run) { return run.answer_length.has_value(); }},
      {"power or energy", {Kind::Energy, Kind::TokenEnergy}, has_power},
      {"the part that power covers",
       {Kind::Energy, Kind::TokenEnergy},
       [](const auto& run) {
         return !has_power(run) || run.conditions.power_scope != PowerScope::Unknown;
       }},
      {"memory", {Kind::Memory}, [](const auto& run) { return run.memory_kind.has_value(); }},
      {"load time",
       {Kind::LoadTime},
       [](const auto& run) { return load_time().value(run).has_value(); }},
      {"time to first token",
       {Kind::Latency},
       [](const auto& run) { return run.values.contains("ttft_p50"); }},
      {"prompts", answer_kinds({Kind::Accuracy}),
       [](const auto& run) {
         const auto& tasks = run.tasks;
         return std::any_of(tasks.begin(), tasks.end(),
                            [](const TaskMetrics& task) { return !task.prompts.empty(); });
       }},
      {"image names", answer_kinds({Kind::Accuracy}),
       [](const auto& run) { return run.conditions.image_count > 0; }},
      {"max_new_tokens", answer_kinds({Kind::Accuracy}),
       [](const auto& run) { return run.conditions.max_new_tokens.has_value(); }},
      {"precision", {}, [](const auto& run) { return run.dtype != "na"; }},
      {"batch size",
       {Kind::Generation, Kind::Latency, Kind::Pace, Kind::Energy},
       [](const auto& run) { return run.meta.batch_size.has_value(); }},
      {"number of concurrent requests",
       {Kind::Generation, Kind::Latency, Kind::Pace, Kind::Energy},
       [](const auto& run) { return run.meta.concurrency.has_value(); }},
      {"versions of engine or libraries",
       {Kind::Generation, Kind::Latency, Kind::Pace, Kind::Energy},
       [](const auto& run) {
         return !run.meta.engine_version.empty() || !run.meta.torch_version.empty();
       }},
      {"warm-up",
       {Kind::Latency},
       [](const auto& run) { return run.meta.warmup_count.has_value(); }},
      {"whether prompts were cached",
       {Kind::Latency},
       [](const auto& run) { return run.meta.is_prompt_cache_off.has_value(); }},
      {"power mode, clocks and temperatures",
       {Kind::Generation, Kind::Latency, Kind::Pace, Kind::Energy},
       [](const auto& run) { return !run.meta.state_before.empty(); }},
  };
}

}  // namespace

std::optional<AuditFinding> failed_runs(const AuditedRuns& audited) {
  const auto group_of = [](const RunMetrics& run) {
    return AuditGroup{.value = failures_in_words(run)};
  };
  return finding_of(
      run_groups(with_status(audited, RunStatus::Failed), group_of),
      {.rule = "failed_run",
       .subject = "a run in which every trial failed",
       .sentence = "A run in which every trial failed is in no ranking, though it is the least "
                   "reliable",
       .severities = all_kinds(Severity::Blocks),
       .effect = "It has no latency, no answer length and no energy per answer. A reliability "
                 "ranking without it looks too good.",
       .advice = "Find out why it failed, and run it again; until then, mention it."});
}

std::optional<AuditFinding> cut_off_runs(const AuditedRuns& audited) {
  const auto group_of = [](const RunMetrics& run) {
    return AuditGroup{.value = counted(run.trial_count, "record") + " and no summary"};
  };
  return finding_of(
      run_groups(with_status(audited, RunStatus::CutOff), group_of),
      {.rule = "cut_off_run",
       .subject = "a run that was cut off",
       .sentence = "A run that was cut off is in no ranking",
       .severities = all_kinds(Severity::Blocks),
       .effect = "It covers only the first images, and its elapsed time is unknown.",
       .advice = "Finish it (sightmark run --resume continues a run of sightmark's), or run it "
                 "again."});
}

std::optional<AuditFinding> empty_runs(const AuditedRuns& audited) {
  const auto group_of = [](const RunMetrics&) { return AuditGroup{.value = "no usable record"}; };
  return finding_of(run_groups(with_status(audited, RunStatus::Empty), group_of),
                    {.rule = "empty_run",
                     .subject = "a run without records",
                     .sentence = "A run without a usable record is in no ranking",
                     .severities = all_kinds(Severity::Blocks),
                     .effect = "Nothing is known about it.",
                     .advice = "Run it again, or leave its folder out."});
}

std::optional<AuditFinding> failed_trials(const AuditedRuns& audited) {
  const auto group_of = [](const RunMetrics& run) -> std::optional<AuditGroup> {
    const double percent = run.success_percent();
    if (percent >= kLeastSuccessPercent) return std::nullopt;
    return AuditGroup{.value = failures_in_words(run), .numbers = {{"success_percent", percent}}};
  };
  return finding_of(
      run_groups(audited.complete, group_of),
      {.rule = "failed_trials",
       .subject = "failed trials",
       .sentence = "Some trials failed",
       .severities = severities({}, speed_and_energy_kinds({Kind::Length, Kind::Accuracy})),
       .effect = "Latency and length are those of the successful trials, which may be the easy "
                 "ones.",
       .advice = "Read the success rate beside every other metric of these runs."});
}

std::optional<AuditFinding> missing_records(const AuditedRuns& audited) {
  const auto group_of = [](const RunMetrics& run) -> std::optional<AuditGroup> {
    const std::int64_t expected =
        std::max(run.expected_trial_count.value_or(0), run.meta.planned_trial_count.value_or(0));
    const auto recorded = static_cast<std::int64_t>(run.trial_count);
    if (expected <= recorded) return std::nullopt;
    return AuditGroup{.value = fmt::format("{} of {} records", grouped(run.trial_count),
                                           grouped(static_cast<double>(expected), 0)),
                      .numbers = {{"record_count", recorded}, {"expected_record_count", expected}}};
  };
  return finding_of(run_groups(audited.complete, group_of),
                    {.rule = "missing_records",
                     .subject = "missing records",
                     .sentence = "There are fewer usable records than the run planned or counted",
                     .severities = all_kinds(Severity::Weakens),
                     .effect = "Elapsed time covers the whole run, the records do not.",
                     .advice = "Look at what was skipped, which analyze lists; run again if it is "
                               "much."});
}

std::optional<AuditFinding> damaged_records(const AuditedRuns& audited) {
  RunPointers all;
  for (const RunMetrics& run : audited.all) all.push_back(&run);
  const auto group_of = [](const RunMetrics& run) -> std::optional<AuditGroup> {
    std::string damage = damage_in_words(run);
    return damage.empty() ? std::nullopt : std::optional(AuditGroup{.value = std::move(damage)});
  };
  return finding_of(run_groups(all, group_of),
                    {.rule = "damaged_records",
                     .subject = "damaged records",
                     .sentence = "Some records or fields could not be used",
                     .severities = all_kinds(Severity::Note),
                     .effect = "What was skipped is in no metric.",
                     .advice = "Run again if it is much."});
}

std::optional<AuditFinding> interruptions(const AuditedRuns& audited) {
  const auto group_of = [](const RunMetrics& run) -> std::optional<AuditGroup> {
    const auto resumed = run.meta.interruption_count().value_or(0);
    const auto steps = run.summary ? run.summary->clock_step_count().value_or(0) : 0;
    std::vector<std::string> parts;
    const auto add = [&](const char* what, std::int64_t count) {
      if (count > 0) parts.push_back(what + counted(static_cast<std::size_t>(count), "time"));
    };
    add("resumed ", resumed);
    add("clock set or machine asleep ", steps);
    if (parts.empty()) return std::nullopt;
    return AuditGroup{.value = fmt::format("{}", fmt::join(parts, ", ")),
                      .numbers = {{"interruption_count", resumed}, {"clock_step_count", steps}}};
  };
  return finding_of(
      run_groups(audited.complete, group_of),
      {.rule = "interruptions",
       .subject = "interruptions",
       .sentence = "Some runs were interrupted",
       .severities = severities({}, speed_and_energy_kinds({Kind::Memory})),
       .effect = "After a break the engine is cold, and the device is in another state.",
       .advice = "Run again without a break if a few percent matter."});
}

std::optional<AuditFinding> missing_fields(const AuditedRuns& audited) {
  AuditFinding finding{
      .rule = "missing_fields",
      .subject = "unrecorded fields",
      .sentence = "",
      .effect =
          "Missing is not zero: the metric stays empty, and unrecorded settings cannot be "
          "compared. A run that does not record a setting is grouped with the most common "
          "one.",
      .advice = "Record them, as sightmark run does."};
  std::string names;
  const RunPointers runs = audited.complete;
  for (const Field& field : fields()) {
    RunPointers lacking = runs;
    std::erase_if(lacking, [&](const RunMetrics* run) { return field.is_recorded(*run); });
    if (lacking.empty()) continue;
    for (const MetricKind kind : field.kinds) finding.severities[kind] = Severity::Note;
    names += fmt::format("{}{} ({} of {})", names.empty() ? "" : ", ", field.name, lacking.size(),
                         runs.size());
    finding.groups.push_back({field.name, std::move(lacking), {}});
  }
  if (finding.groups.empty()) return std::nullopt;
  finding.sentence = fmt::format("Some complete runs do not record: {}.", names);
  return finding;
}

}  // namespace sightmark
