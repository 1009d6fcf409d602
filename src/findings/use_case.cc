#include "findings/use_case.h"

#include <algorithm>

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
      {"Real-time video", "lowest mean latency with at least 99% of trials answered",
       mean_latency(), 99},
      {"Detailed understanding", "longest mean answer with every trial answered", answer_length(),
       100},
      {"High-throughput batch", "most tokens per second with at least 99% of trials answered",
       tokens_per_second(), 99},
      {"Power-constrained edge", "most tokens per second per watt", tokens_per_second_per_watt(),
       0},
      {"Production reliability",
       "lowest latency variation with every trial answered and a mean latency no worse than the "
       "median run's",
       latency_variation(), 100, true},
      {"Balanced", "highest balance score of mean latency and mean answer length",
       balance_score(study), 0},
  };
}

std::vector<Recommendation> recommendations(const Study& study) {
  std::vector<Recommendation> made;
  for (UseCase& use_case : use_cases(study)) {
    const RunPointers runs = candidates(study, use_case);
    auto pick = champion(runs, use_case.metric);
    made.push_back({std::move(use_case), runs.size(), std::move(pick)});
  }
  return made;
}

}  // namespace sightmark
