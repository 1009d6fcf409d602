#include <fmt/format.h>

#include <map>

#include "audit/rule.h"
#include "base/number.h"

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

}  // namespace

std::optional<AuditFinding> capped_answers(const AuditedRuns& audited) {
  std::vector<AuditGroup> groups;
  for (const RunMetrics* run : audited.complete) {
    const Conditions& own = run->conditions;
    const double share = percent(own.capped_count, own.cap_known_count);
    if (share < kCappedPercent) continue;
    groups.push_back(
        {fmt::format("{}% of the answers", grouped(share, 1)), {run}, {{"capped_percent", share}}});
    if (!own.max_new_tokens) continue;
    groups.back().value += fmt::format(" at {} tokens", *own.max_new_tokens);
    groups.back().numbers.push_back({"max_new_tokens", *own.max_new_tokens});
  }
  if (groups.empty()) return std::nullopt;
  return AuditFinding{
      .rule = "capped_answers",
      .subject = "answers that the limit cut",
      .sentence = fmt::format("Answers were cut off by the limit on their length: {}.",
                              groups_in_words(groups)),
      .severities =
          severities({}, {Kind::Latency, Kind::Pace, Kind::Energy, Kind::Length, Kind::Accuracy}),
      .groups = std::move(groups),
      .effect =
          "The limit, not the model, set length, latency and energy of these answers; what "
          "they did not get to say counts as wrong.",
      .advice = "Run again with a higher --max-new-tokens."};
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
          "Length is not quality: answers repeat words or lines over and over ({}).", parts),
      .severities = severities({}, {Kind::Latency, Kind::Pace, Kind::Energy, Kind::Length}),
      .groups = std::move(groups),
      .effect = "Repetition counts as length, as tokens and as time, and says nothing.",
      .advice = "Do not read these models' length as detail; look at the answers."};
}

std::optional<AuditFinding> empty_answers(const AuditedRuns& audited) {
  std::vector<AuditGroup> groups;
  for (const RunMetrics* run : audited.complete) {
    const Conditions& own = run->conditions;
    const double share = percent(own.empty_count, own.answer_count);
    if (share < kEmptyPercent) continue;
    groups.push_back(
        {fmt::format("{}% of the answers", grouped(share, 1)), {run}, {{"empty_percent", share}}});
  }
  if (groups.empty()) return std::nullopt;
  return AuditFinding{
      .rule = "empty_answers",
      .subject = "empty answers",
      .sentence =
          fmt::format("Answers without a word count as successes: {}.", groups_in_words(groups)),
      .severities = severities(
          {}, {Kind::Latency, Kind::Pace, Kind::Energy, Kind::Length, Kind::Reliability}),
      .groups = std::move(groups),
      .effect = "An empty answer is fast, cheap and no answer.",
      .advice = "Read the success rate less these; find out why the model says nothing."};
}

std::optional<AuditFinding> cache_hits(const AuditedRuns& audited) {
  std::vector<AuditGroup> groups;
  for (const RunMetrics* run : audited.complete) {
    const auto cached = run->conditions.cached_tokens;
    const auto all = run->totals.prompt_tokens;
    if (!cached || all <= 0) continue;
    const double share = 100 * static_cast<double>(*cached) / static_cast<double>(all);
    if (share < kCachedPercent) continue;
    groups.push_back({fmt::format("{}% of the prompt tokens", grouped(share, 1)),
                      {run},
                      {{"cached_percent", share}, {"cached_tokens", *cached}}});
  }
  if (groups.empty()) return std::nullopt;
  return AuditFinding{
      .rule = "cache_hits",
      .subject = "prompts from a cache",
      .sentence = fmt::format("Part of the prompts came from the engine's cache: {}.",
                              groups_in_words(groups)),
      .severities = severities({}, {Kind::TotalTokens, Kind::Generation, Kind::Latency, Kind::Pace,
                                    Kind::Energy, Kind::TokenEnergy}),
      .groups = std::move(groups),
      .effect = "The second question about an image is answered faster than one about a new image.",
      .advice = "Switch the prefix cache off, or say that images repeat."};
}

}  // namespace sightmark
