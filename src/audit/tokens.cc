#include <fmt/format.h>

#include <algorithm>

#include "audit/rule.h"
#include "base/number.h"

namespace sightmark {
namespace {

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
