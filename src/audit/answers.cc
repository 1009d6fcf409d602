#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "audit/rule.h"
#include "base/text.h"

namespace sightmark {
namespace {

using Kind = MetricKind;

constexpr double kLoopingPercent = 1;  // of a model's answers
constexpr double kEmptyPercent = 1;    // of a run's answers
constexpr double kCappedPercent = 5;   // of a run's answers
constexpr double kCachedPercent = 1;   // of a run's prompt tokens

double percent(std::size_t part, std::size_t whole) {
  if (whole == 0) return 0;
  return 100 * static_cast<double>(part) / static_cast<double>(whole);
}

struct Speeds {
  double total, generated;  // tokens a second
};

// The pairs of runs that the two ways to count put in opposite order, and all pairs.
std::pair<std::size_t, std::size_t> reversed_and_all(const std::vector<Speeds>& runs) {
  std::size_t reversed = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double product =
          (runs[i].total - runs[j].total) * (runs[i].generated - runs[j].generated);
      reversed += product < 0;
    }
  }
  return {reversed, runs.size() * (runs.size() - 1) / 2};
}

AuditGroup leading(const char* by, const RunMetrics& run, const Speeds& speeds) {
  return {fmt::format("first by {} tokens: {} total and {} generated per second", by,
                      grouped(speeds.total, 1), grouped(speeds.generated, 1)),
          {&run},
          {{"tokens_per_s", speeds.total}, {"generated_tokens_per_s", speeds.generated}}};
}

}  // namespace

std::optional<AuditFinding> mixed_prompts(const AuditedRuns& audited) {
  const auto group_of = [](const RunMetrics& run) -> std::optional<AuditGroup> {
    const auto& tasks = run.tasks;
    const auto count = std::count_if(tasks.begin(), tasks.end(), [](const TaskMetrics& task) {
      return task.prompts.size() > 1;
    });
    if (count == 0) return std::nullopt;
    return AuditGroup{.value = counted(static_cast<std::size_t>(count), "task"),
                      .numbers = {{"task_count", static_cast<std::int64_t>(count)}}};
  };
  return finding_of(
      run_groups(audited.complete, group_of),
      {.rule = "mixed_prompts",
       .subject = "tasks with several prompts in one run",
       .sentence = "Some runs asked a task with several prompts",
       .severities = severities({}, speed_and_energy_kinds({Kind::Length, Kind::Accuracy})),
       .effect = "The run's metrics mix several questions.",
       .advice = "Use one prompt per task, or make each prompt a separate task."});
}

std::optional<AuditFinding> capped_answers(const AuditedRuns& audited) {
  const auto group_of = [](const RunMetrics& run) -> std::optional<AuditGroup> {
    const Conditions& conditions = run.conditions;
    const double share = percent(conditions.capped_count, conditions.cap_known_count);
    if (share < kCappedPercent) return std::nullopt;
    AuditGroup group{.value = fmt::format("{}% of the answers", grouped(share, 1)),
                     .numbers = {{"capped_percent", share}}};
    if (const auto limit = conditions.max_new_tokens) {
      group.value += fmt::format(" at {} tokens", *limit);
      group.numbers.push_back({"max_new_tokens", *limit});
    }
    return group;
  };
  return finding_of(
      run_groups(audited.complete, group_of),
      {.rule = "capped_answers",
       .subject = "answers cut off by the limit",
       .sentence = "The limit on answer tokens cut off answers",
       .severities = severities({}, answer_kinds({Kind::Accuracy})),
       .effect = "The limit, not the model, set the length, latency and energy of these answers; "
                 "what is missing from them counts as wrong.",
       .advice = "Run again with a higher --max-new-tokens."});
}

std::optional<AuditFinding> looping_answers(const AuditedRuns& audited) {
  struct Model {
    std::size_t looping_count = 0, answer_count = 0;
    RunPointers runs;
  };
  std::map<std::string, Model> models;
  for (const RunMetrics* run : audited.complete) {
    Model& model = models[run->model];
    model.looping_count += run->conditions.looping_count;
    model.answer_count += run->conditions.answer_count;
    model.runs.push_back(run);
  }
  std::vector<AuditGroup> groups;
  for (auto& [name, model] : models) {
    const double share = percent(model.looping_count, model.answer_count);
    if (share < kLoopingPercent) continue;
    groups.push_back({fmt::format("{}% of the answers of {}", grouped(share, 1), name),
                      std::move(model.runs),
                      {{"looping_percent", share}}});
  }
  if (groups.empty()) return std::nullopt;
  std::string parts;
  for (const AuditGroup& group : groups) parts += (parts.empty() ? "" : ", ") + group.value;
  return AuditFinding{
      .rule = "looping_answers",
      .subject = "answers caught in a loop",
      .sentence = fmt::format(
          "Length is not quality: some answers repeat words or lines over and over ({}).", parts),
      .severities = severities({}, answer_kinds()),
      .groups = std::move(groups),
      .effect = "Repetition adds length, tokens and time, but no content.",
      .advice = "Do not read these models' answer length as detail; look at the answers."};
}

std::optional<AuditFinding> empty_answers(const AuditedRuns& audited) {
  const auto group_of = [](const RunMetrics& run) -> std::optional<AuditGroup> {
    const double share = percent(run.conditions.empty_count, run.conditions.answer_count);
    if (share < kEmptyPercent) return std::nullopt;
    return AuditGroup{.value = fmt::format("{}% of the answers", grouped(share, 1)),
                      .numbers = {{"empty_percent", share}}};
  };
  return finding_of(run_groups(audited.complete, group_of),
                    {.rule = "empty_answers",
                     .subject = "empty answers",
                     .sentence = "Empty answers count as successes",
                     .severities = severities({}, answer_kinds({Kind::Reliability})),
                     .effect = "An empty answer is fast and cheap, but is no answer.",
                     .advice = "Count them as failures, and find out why the model returns none."});
}

std::optional<AuditFinding> cache_hits(const AuditedRuns& audited) {
  const auto group_of = [](const RunMetrics& run) -> std::optional<AuditGroup> {
    const auto cached = run.conditions.cached_tokens;
    const auto all = run.totals.prompt_tokens;
    if (!cached || all <= 0) return std::nullopt;
    const double share = 100 * static_cast<double>(*cached) / static_cast<double>(all);
    if (share < kCachedPercent) return std::nullopt;
    return AuditGroup{.value = fmt::format("{}% of the prompt tokens", grouped(share, 1)),
                      .numbers = {{"cached_percent", share}, {"cached_tokens", *cached}}};
  };
  return finding_of(
      run_groups(audited.complete, group_of),
      {.rule = "cache_hits",
       .subject = "prompts from a cache",
       .sentence = "Some prompt tokens came from the engine's cache",
       .severities = severities({}, speed_and_energy_kinds()),
       .effect = "A second question about an image is answered faster than one about a new image.",
       .advice = "Switch the prefix cache off, or state that images repeat."});
}

std::optional<AuditFinding> token_ranking(const AuditedRuns& audited) {
  RunPointers runs = audited.complete;
  const Metric total = tokens_per_second(), generated = generated_tokens_per_second();
  std::erase_if(
      runs, [&](const RunMetrics* run) { return !total.value(*run) || !generated.value(*run); });
  const auto speeds_of = [&](const RunMetrics& run) {
    return Speeds{*total.value(run), *generated.value(run)};
  };
  if (runs.empty()) return std::nullopt;
  const auto best_by = [&](double Speeds::*part) -> const RunMetrics& {
    return **std::max_element(runs.begin(), runs.end(), [&](const auto* a, const auto* b) {
      return speeds_of(*a).*part < speeds_of(*b).*part;
    });
  };
  const RunMetrics &first = best_by(&Speeds::total), &other = best_by(&Speeds::generated);
  const Speeds theirs = speeds_of(first), ours = speeds_of(other);
  if (theirs.generated == ours.generated) return std::nullopt;

  std::vector<Speeds> speeds;
  for (const RunMetrics* run : runs) speeds.push_back(speeds_of(*run));
  const auto [reversed, all] = reversed_and_all(speeds);
  return AuditFinding{
      .rule = "token_ranking",
      .subject = "the ranking by tokens per second",
      .sentence = fmt::format(
          "{} leads by tokens per second with prompt tokens, {} tok/s; by generated tokens per "
          "second of request time, {} leads with {} tok/s, and {} reaches {}. {} of {} change "
          "order.",
          configuration_name(first), grouped(theirs.total, 1), configuration_name(other),
          grouped(ours.generated, 1), configuration_name(first), grouped(theirs.generated, 1),
          grouped(reversed), counted(all, "pair")),
      .severities = severities({}, {MetricKind::TotalTokens, MetricKind::TokenEnergy}),
      .groups = {leading("total", first, theirs), leading("generated", other, ours)},
      .effect = "Which run is fastest depends on whether prompt tokens count.",
      .advice = "Rank by generated tokens per second, as the champions here are."};
}

}  // namespace sightmark
