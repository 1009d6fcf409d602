#include "findings/use_case.h"

#include <algorithm>

#include "findings/comparable.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

std::vector<double> values_of(const RunPointers& runs, const Metric& metric) {
  std::vector<double> values;
  for (const RunMetrics* run : runs) {
    if (const auto value = metric.value(*run)) values.push_back(*value);
  }
  return values;
}

RunPointers candidates(const Study& study, const UseCase& use_case) {
  RunPointers runs = complete_runs(study);
  const auto latency = mean_latency().value;
  const auto median = quantile(values_of(runs, mean_latency()), 0.5);
  std::erase_if(runs, [&](const RunMetrics* run) {
    if (run->success_percent() < use_case.least_success_percent) return true;
    if (!use_case.metric.value(*run)) return true;
    if (!use_case.needs_median_latency) return false;
    return !latency(*run) || *latency(*run) > *median;
  });
  return runs;
}

Recommendation recommendation(UseCase use_case, const Study& study) {
  Recommendation made{.use_case = std::move(use_case), .candidates = {}};
  const Metric& metric = made.use_case.metric;
  for (const auto& [within, runs] : comparable_groups(candidates(study, made.use_case), metric)) {
    auto best = champion(runs, metric);
    if (made.pick) {
      made.others.push_back({within, std::move(*best), ranked(runs, metric)});
      continue;
    }
    made.candidates = ranked(runs, metric);
    made.within = within;
    made.pick = std::move(best);
    if (made.use_case.reference) {
      made.reference = reference_view(runs, *made.pick, *made.use_case.reference);
    }
  }
  return made;
}

}  // namespace

Metric balance_score(const Study& study) {
  const RunPointers runs = complete_runs(study);
  const auto largest = [&](const Metric& metric) {
    const std::vector<double> values = values_of(runs, metric);
    return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
  };
  const double latency = largest(mean_latency()), length = largest(answer_length());
  return {.name = "balance score",
          .unit = "",
          .decimal_count = 3,
          .is_lower_better = false,
          .value = [=](const RunMetrics& run) -> std::optional<double> {
            const SpeedQuality& own = run.speed_quality;
            if (!own.latency_ms || !own.answer_length || latency == 0 || length == 0) return {};
            return ((1 - own.latency_ms->mean / latency) + own.answer_length->mean / length) / 2;
          },
          .takes_length_for_detail = true};
}

std::vector<UseCase> use_cases(const Study& study) {
  return {
      {.name = "Real-time video",
       .rule = "lowest 90th percentile of latency with at least 99% of trials answered",
       .metric = latency_p90(),
       .least_success_percent = 99,
       .reference = mean_latency()},
      {.name = "Detailed understanding",
       .rule = "longest mean answer with every trial answered",
       .metric = answer_length(),
       .least_success_percent = 100},
      {.name = "High-throughput batch",
       .rule = "most generated tokens per second with at least 99% of trials answered",
       .metric = generated_tokens_per_second(),
       .least_success_percent = 99,
       .reference = tokens_per_second()},
      {.name = "Power-constrained edge",
       .rule = "least energy per inference",
       .metric = energy_per_inference(),
       .least_success_percent = 0,
       .reference = tokens_per_second_per_watt()},
      {.name = "Production reliability",
       .rule =
           "lowest latency variation with every trial answered and a mean latency no worse than "
           "the median run's",
       .metric = latency_variation(),
       .least_success_percent = 100,
       .needs_median_latency = true},
      {.name = "Balanced",
       .rule = "highest balance score of mean latency and mean answer length",
       .metric = balance_score(study),
       .least_success_percent = 0},
  };
}

std::vector<Recommendation> recommendations(const Study& study) {
  std::vector<Recommendation> made;
  for (UseCase& use_case : use_cases(study)) {
    made.push_back(recommendation(std::move(use_case), study));
  }
  return made;
}

}  // namespace sightmark
