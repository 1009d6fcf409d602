#include "study/ranking.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/number.h"

namespace sightmark {
namespace {

double per_answer(std::int64_t tokens, const RunMetrics& run) {
  return static_cast<double>(tokens) / static_cast<double>(run.success_count);
}

std::string prompt_tokens_clause(const RunMetrics& theirs, const RunMetrics& ours) {
  return fmt::format("it counts prompt tokens, {} per request there and {} here",
                     grouped(per_answer(theirs.totals.prompt_tokens, theirs), 0),
                     grouped(per_answer(ours.totals.prompt_tokens, ours), 0));
}

std::string answer_length_clause(const RunMetrics& theirs, const RunMetrics& ours) {
  return fmt::format("it counts tokens, not answers, {} per answer there and {} here",
                     grouped(per_answer(theirs.totals.response_tokens, theirs), 1),
                     grouped(per_answer(ours.totals.response_tokens, ours), 1));
}

std::string overhead_clause(double there_percent, double here_percent) {
  return fmt::format("it counts time outside the requests, {}% there and {}% here",
                     grouped(there_percent, 0), grouped(here_percent, 0));
}

// The reasons that matter most in published results come first.
std::string reason(const Metric& reference, const RunMetrics& theirs, const RunMetrics& ours) {
  if (!reference.counts_prompt_tokens) return "a mean says little about the slow answers";

  const auto is_more = [&](std::int64_t RunTotals::*tokens) {
    return per_answer(theirs.totals.*tokens, theirs) > per_answer(ours.totals.*tokens, ours);
  };
  if (is_more(&RunTotals::prompt_tokens)) return prompt_tokens_clause(theirs, ours);
  if (reference.kind == MetricKind::TokenEnergy && is_more(&RunTotals::response_tokens)) {
    return answer_length_clause(theirs, ours);
  }
  const Metric& overhead = *find_metric("overhead");
  const auto there = overhead.value(theirs), here = overhead.value(ours);
  return there && here && *there < *here ? overhead_clause(*there, *here) : "";
}

}  // namespace

bool is_better(const Metric& metric, double a, double b) {
  return metric.is_lower_better ? a < b : a > b;
}

RunPointers ranked(RunPointers runs, const Metric& metric) {
  std::erase_if(runs, [&](const RunMetrics* run) { return !metric.value(*run); });
  std::stable_sort(runs.begin(), runs.end(), [&](const RunMetrics* a, const RunMetrics* b) {
    return is_better(metric, *metric.value(*a), *metric.value(*b));
  });
  return runs;
}

std::optional<Champion> champion(const RunPointers& runs, const Metric& metric) {
  const RunPointers order = ranked(runs, metric);
  if (order.empty()) return std::nullopt;

  Champion best{.value = *metric.value(*order.front())};
  const auto is_best = [&](const RunMetrics* run) { return *metric.value(*run) == best.value; };
  std::copy_if(order.begin(), order.end(), std::back_inserter(best.runs), is_best);
  const auto next = std::find_if(order.begin(), order.end(), [&](const RunMetrics* run) {
    return std::none_of(best.runs.begin(), best.runs.end(),
                        [&](const RunMetrics* top) { return top->model == run->model; });
  });
  if (next == order.end()) return best;

  best.next_model = *next;
  const double other = *metric.value(**next);
  const double low = std::min(best.value, other), high = std::max(best.value, other);
  if (low > 0) best.ratio = high / low;
  return best;
}

std::optional<ReferenceView> reference_view(const RunPointers& runs, const Champion& primary,
                                            const Metric& reference) {
  auto best = champion(runs, reference);
  if (!best) return std::nullopt;
  const bool agrees = std::any_of(best->runs.begin(), best->runs.end(), [&](const RunMetrics* run) {
    return std::find(primary.runs.begin(), primary.runs.end(), run) != primary.runs.end();
  });
  ReferenceView view{.metric = reference, .champion = std::move(*best), .agrees = agrees};
  if (!agrees) view.reason = reason(reference, *view.champion.runs.front(), *primary.runs.front());
  return view;
}

}  // namespace sightmark
