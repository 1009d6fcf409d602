#include "study/use_case.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.h"
#include "base/list.h"
#include "base/text.h"
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

// The factor from this unit to the metric's; no value if the unit does not fit.
std::optional<double> factor_of(std::string_view unit, const Metric& metric) {
  if (unit.empty() || unit == metric.unit) return 1;
  if (unit == "s" && metric.unit == "ms") return 1000;
  if (unit == "GB" && metric.unit == "MB") return 1024;
  return std::nullopt;
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
  return list_of(use_cases(study),
                 [&](const UseCase& use_case) { return recommendation(use_case, study); });
}

Expected<const Metric*> ranked_metric(std::string_view key) {
  const Metric* metric = find_metric(key);
  if (!metric) return fail(no_metric_message(key));
  if (metric->is_ranked && !metric->is_reference) return metric;
  return fail(fmt::format("runs are not ranked by {}", key));
}

Expected<Constraint> parse_limit(std::string_view text) {
  const std::size_t sign = std::min(text.find_first_of("<>"), text.size());
  const auto metric = ranked_metric(trimmed(text.substr(0, sign)));
  if (!metric) return fail(fmt::format("'{}': {}", plain_text(text), metric.error().message));
  return parse_constraint(**metric, text.substr(sign));
}

Expected<Constraint> parse_constraint(const Metric& metric, std::string_view text) {
  const auto wrong = [&] {
    return fail(fmt::format("'{}': a limit is <= or >= and a number in {}, such as '<= 100 {}'",
                            plain_text(text), metric.unit, metric.unit));
  };
  const std::string_view whole = trimmed(text), sign = whole.substr(0, 2);
  if (sign != "<=" && sign != ">=") return wrong();
  std::string_view rest = trimmed(whole.substr(2));
  const auto limit = take_decimal(rest);
  const auto factor = factor_of(trimmed(rest), metric);
  if (!limit || !factor) return wrong();
  return Constraint{metric, sign == "<=", *limit * *factor};
}

Kept kept(const Constraint& constraint, const RunMetrics& run) {
  const auto value = constraint.metric.value(run);
  if (!value) return {Keeping::Unknown, false};
  const auto is_kept = [&](double point) {
    return constraint.is_most ? point <= constraint.limit : point >= constraint.limit;
  };
  const auto interval = constraint.metric.interval(run);
  const bool keeps = is_kept(*value);
  const bool is_certain =
      interval && is_kept(interval->low) == keeps && is_kept(interval->high) == keeps;
  return {keeps ? Keeping::Keeps : Keeping::Breaks, is_certain};
}

}  // namespace sightmark
