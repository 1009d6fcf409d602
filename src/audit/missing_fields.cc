#include <fmt/format.h>

#include <algorithm>

#include "audit/rule.h"

namespace sightmark {
namespace {

using Kind = MetricKind;

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
