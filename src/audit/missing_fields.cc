#include <fmt/format.h>

#include <algorithm>

#include "audit/rule.h"

namespace sightmark {
namespace {

using Kind = MetricKind;

// Something that a run should tell.
struct Field {
  std::string name;
  std::vector<MetricKind> kinds;  // that cannot be judged, or not be known, without it
  bool (*is_told)(const RunMetrics&);
};

std::vector<Field> fields() {
  return {
      {"latency", {Kind::Latency}, [](const auto& run) { return run.latency_ms.has_value(); }},
      {"elapsed time",
       {Kind::TotalTokens, Kind::Pace},
       [](const auto& run) { return run.totals.elapsed_s.has_value(); }},
      {"tokens of the answers",
       {Kind::Generation, Kind::TotalTokens},
       [](const auto& run) { return run.totals.response_tokens > 0; }},
      {"tokens of the prompts",
       {Kind::TotalTokens, Kind::TokenEnergy},
       [](const auto& run) { return run.totals.prompt_tokens > 0; }},
      {"text of the answers",
       {Kind::Length, Kind::Accuracy},
       [](const auto& run) { return run.answer_length.has_value(); }},
      {"power or energy",
       {Kind::Energy, Kind::TokenEnergy},
       [](const auto& run) { return run.totals.power_w || run.totals.energy_j; }},
      {"the part that power covers",
       {Kind::Energy, Kind::TokenEnergy},
       [](const auto& run) {
         const bool has_power = run.totals.power_w || run.totals.energy_j;
         return !has_power || run.conditions.power_scope != PowerScope::Unknown;
       }},
      {"memory", {Kind::Memory}, [](const auto& run) { return run.memory_kind.has_value(); }},
      {"load time",
       {Kind::LoadTime},
       [](const auto& run) { return load_time().value(run).has_value(); }},
      {"time to first token",
       {Kind::Latency},
       [](const auto& run) { return run.values.contains("ttft_p50"); }},
      {"the questions",
       {Kind::Latency, Kind::Pace, Kind::Energy, Kind::Length, Kind::Accuracy},
       [](const auto& run) {
         const auto& tasks = run.tasks;
         return std::any_of(tasks.begin(), tasks.end(),
                            [](const TaskMetrics& task) { return !task.prompts.empty(); });
       }},
      {"names of the images",
       {Kind::Latency, Kind::Pace, Kind::Energy, Kind::Length, Kind::Accuracy},
       [](const auto& run) { return run.conditions.image_count > 0; }},
      {"max_new_tokens",
       {Kind::Latency, Kind::Pace, Kind::Energy, Kind::Length, Kind::Accuracy},
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
      .subject = "what runs do not tell",
      .sentence = "",
      .effect =
          "What is missing is not zero: the number is left empty, and what runs may differ in "
          "unseen cannot be checked. A run that does not tell a setting is taken as like the "
          "most.",
      .advice = "Record them; sightmark run does."};
  std::string names;
  const RunPointers runs = audited.complete;
  for (const Field& field : fields()) {
    RunPointers lacking = runs;
    std::erase_if(lacking, [&](const RunMetrics* run) { return field.is_told(*run); });
    if (lacking.empty()) continue;
    for (const MetricKind kind : field.kinds) finding.severities[kind] = Severity::Note;
    names += fmt::format("{}{} ({} of {})", names.empty() ? "" : ", ", field.name, lacking.size(),
                         runs.size());
    finding.groups.push_back({field.name, std::move(lacking), {}});
  }
  if (finding.groups.empty()) return std::nullopt;
  finding.sentence = fmt::format("Some complete runs do not tell: {}.", names);
  return finding;
}

}  // namespace sightmark
