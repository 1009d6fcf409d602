#include "study/use_case.h"

#include <algorithm>

#include "audit/comparable.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

bool qualifies(const RunMetrics& run, const UseCase& use_case) {
  return std::all_of(
      use_case.constraints.begin(), use_case.constraints.end(),
      [&](const Constraint& limit) { return kept(limit, run).keeping == Keeping::Keeps; });
}

RunPointers candidates(const Study& study, const UseCase& use_case) {
  RunPointers runs = complete_runs(study);
  std::erase_if(runs, [&](const RunMetrics* run) { return !qualifies(*run, use_case); });
  return runs;
}

std::vector<RuledOut> ruled_out(const Study& study, const UseCase& use_case) {
  std::vector<RuledOut> all;
  for (const Constraint& constraint : use_case.constraints) {
    RunPointers runs = complete_runs(study);
    std::erase_if(runs, [&](const RunMetrics* run) {
      return kept(constraint, *run).keeping == Keeping::Keeps;
    });
    if (!runs.empty()) all.push_back({constraint, std::move(runs)});
  }
  return all;
}

Constraint success_of_at_least(double percent) { return {success_rate(), false, percent}; }

// A mean latency no larger than the median run's.
Constraint latency_of_median_run(const Study& study) {
  const auto median = quantile(values_of(complete_runs(study), mean_latency()), 0.5);
  return {mean_latency(), true, median.value_or(0)};
}

}  // namespace

Metric balance_score(const Study& study) {
  const RunPointers runs = complete_runs(study);
  const auto largest = [&](const Metric& metric) {
    const std::vector<double> values = values_of(runs, metric);
    return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
  };
  const double latency = largest(mean_latency()), length = largest(answer_length());
  return {.key = "balance_score",
          .name = "balance score",
          .unit = "",
          .kind = MetricKind::Latency,
          .decimal_count = 3,
          .is_lower_better = false,
          .takes_length_for_detail = true,
          .estimate = [=](const RunMetrics& run) -> std::optional<Estimate> {
            const auto latency_ms = mean_latency().value(run),
                       characters = answer_length().value(run);
            if (!latency_ms || !characters || latency == 0 || length == 0) return {};
            return Estimate{((1 - *latency_ms / latency) + *characters / length) / 2, {}};
          }};
}

std::vector<UseCase> use_cases(const Study& study) {
  return {
      {.key = "real-time",
       .name = "Real-time video",
       .rule = "lowest 90th percentile of latency with at least 99% of trials answered",
       .metric = latency_p90(),
       .constraints = {success_of_at_least(99)},
       .reference = mean_latency()},
      {.key = "detailed",
       .name = "Detailed understanding",
       .rule = "longest mean answer with every trial answered",
       .metric = answer_length(),
       .constraints = {success_of_at_least(100)}},
      {.key = "batch",
       .name = "High-throughput batch",
       .rule = "most generated tokens per second with at least 99% of trials answered",
       .metric = generated_tokens_per_second(),
       .constraints = {success_of_at_least(99)},
       .reference = tokens_per_second()},
      {.key = "edge",
       .name = "Power-constrained edge",
       .rule = "least energy per inference",
       .metric = energy_per_inference(),
       .constraints = {},
       .reference = tokens_per_second_per_watt()},
      {.key = "production",
       .name = "Production reliability",
       .rule =
           "lowest latency variation with every trial answered and a mean latency no worse than "
           "the median run's",
       .metric = latency_variation(),
       .constraints = {success_of_at_least(100), latency_of_median_run(study)}},
      {.key = "balanced",
       .name = "Balanced",
       .rule = "highest balance score of mean latency and mean answer length",
       .metric = balance_score(study),
       .constraints = {}},
  };
}

Recommendation recommendation(const UseCase& use_case, const Study& study) {
  Recommendation made{.use_case = use_case, .ruled_out = ruled_out(study, use_case)};
  const Metric& metric = made.use_case.metric;
  for (const auto& [within, runs] : comparable_groups(candidates(study, use_case), metric)) {
    auto best = champion(runs, metric);
    if (made.pick) {
      made.others.push_back({within, std::move(*best), ranked(runs, metric)});
      continue;
    }
    made.order = ranked(runs, metric);
    made.within = within;
    made.pick = std::move(best);
    if (use_case.reference) {
      made.reference = reference_view(runs, *made.pick, *use_case.reference);
    }
  }
  return made;
}

std::vector<Recommendation> recommendations(const Study& study) {
  std::vector<Recommendation> made;
  for (const UseCase& use_case : use_cases(study)) {
    made.push_back(recommendation(use_case, study));
  }
  return made;
}

}  // namespace sightmark
