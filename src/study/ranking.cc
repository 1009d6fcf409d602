#include "study/ranking.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "audit/audit.h"
#include "base/text.h"

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
  if (!there || !here || *there >= *here) return {};
  return fmt::format("it counts time outside the requests, {}% there and {}% here",
                     grouped(*there, 0), grouped(*here, 0));
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

std::vector<Standing> standings(const Study& study, const Metric& metric) {
  const auto groups = comparable_groups(complete_runs(study), metric);
  if (groups.empty()) return {};
  std::map<Configuration, RunPointers> runs_by_configuration;
  for (const RunMetrics* run : groups.front().runs) {
    runs_by_configuration[configuration_of(*run)].push_back(run);
  }
  std::vector<Standing> order;
  for (const Configuration& configuration : measured_configurations(study)) {
    const auto found = runs_by_configuration.find(configuration);
    if (found == runs_by_configuration.end()) continue;
    const Estimate mean = *mean_estimate(found->second, metric);
    order.push_back({configuration, mean.value, mean.interval});
  }
  std::stable_sort(order.begin(), order.end(), [&](const Standing& a, const Standing& b) {
    return is_better(metric, a.value, b.value);
  });
  return order;
}

bool are_apart(const Standing& a, const Standing& b) {
  if (!a.interval || !b.interval) return false;
  return a.interval->low > b.interval->high || b.interval->low > a.interval->high;
}

std::optional<Rating> rating(const std::vector<Standing>& standings, const std::string& model,
                             const Metric& metric) {
  const auto best = std::find_if(standings.begin(), standings.end(), [&](const Standing& standing) {
    return standing.configuration.model == model;
  });
  if (best == standings.end()) return std::nullopt;

  const auto better_count = static_cast<std::size_t>(std::count_if(
      standings.begin(), standings.end(),
      [&](const Standing& standing) { return is_better(metric, standing.value, best->value); }));
  const double position = standings.size() == 1 ? 0
                                                : static_cast<double>(better_count) /
                                                      static_cast<double>(standings.size() - 1);
  return Rating{.stars = static_cast<int>(std::lround(5 - 4 * position)),
                .rank = better_count + 1,
                .configuration_count = standings.size()};
}

std::vector<std::string> scored_tasks(const Study& study) {
  std::set<std::string> tasks;
  for (const RunMetrics* run : complete_runs(study)) {
    if (!run->accuracy) continue;
    for (const TaskAccuracy& scored : run->accuracy->tasks) {
      if (scored.accuracy.overall && !scored.task.empty()) tasks.insert(scored.task);
    }
  }
  return {tasks.begin(), tasks.end()};
}

std::string power_coverage(const Study& study) {
  constexpr std::size_t kNameLimit = 48;  // code points
  std::map<std::string, std::set<std::string_view>> scopes_by_device;
  for (const RunMetrics* run : complete_runs(study)) {
    if (!energy_per_inference().value(*run)) continue;
    scopes_by_device[run->device].insert(power_scope_in_words(run->conditions.power_scope));
  }
  std::vector<std::string> parts;
  for (const auto& [device, scopes] : scopes_by_device) {
    parts.push_back(
        fmt::format("{}: {}", shortened(device, kNameLimit), fmt::join(scopes, " or ")));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace sightmark
