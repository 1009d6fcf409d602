#include "analyze/recommend.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/list.h"
#include "report/phrase.h"
#include "report/recommendation_report.h"

namespace sightmark {
namespace {

std::string limit_in_words(const Constraint& constraint) {
  return fmt::format("{} {} {}", constraint.metric.name,
                     constraint.is_most ? "of at most" : "of at least",
                     with_unit(constraint.metric, constraint.limit));
}

std::string rule_in_words(const Metric& metric, const std::vector<Constraint>& constraints) {
  const auto limits = list_of(constraints, limit_in_words);
  const std::string objective =
      fmt::format("{} {}", metric.is_lower_better ? "lowest" : "highest", metric.name);
  return limits.empty() ? objective : fmt::format("{} with {}", objective, fmt::join(limits, ", "));
}

UseCase use_case_of(const RecommendOptions& options, const Study& study) {
  UseCase chosen;
  for (UseCase& known : use_cases(study)) {
    if (known.key == options.use_case) chosen = std::move(known);
  }
  if (options.objective) {
    chosen.metric = *options.objective;
    chosen.reference.reset();
  }
  chosen.constraints.insert(chosen.constraints.end(), options.constraints.begin(),
                            options.constraints.end());
  if (options.mix) {
    const auto weigh = [](Metric& metric) {
      if (is_weighted_by_mix(metric)) metric = under_mix(metric);
    };
    weigh(chosen.metric);
    chosen.reference.reset();
    for (Constraint& constraint : chosen.constraints) weigh(constraint.metric);
  }
  if (options.objective || options.mix || !options.constraints.empty()) {
    chosen.rule = rule_in_words(chosen.metric, chosen.constraints);
    if (options.mix) chosen.rule += "; the mix is " + in_words(*options.mix);
  }
  return chosen;
}

}  // namespace

std::vector<std::string> use_case_keys() { return list_of(use_cases({}), &UseCase::key); }

Metric objective_of(const RecommendOptions& options) {
  if (options.objective) return *options.objective;
  return use_case_of({.use_case = options.use_case}, {}).metric;
}

Expected<RecommendOutcome> recommend(const RecommendOptions& options, const Progress& progress) {
  auto loaded = load_runs({.roots = options.roots,
                           .device_names = options.device_names,
                           .keeps_samples = false,
                           .mix = options.mix,
                           .job_count = options.job_count},
                          progress);
  if (!loaded) return tl::unexpected(loaded.error());

  std::vector<LeftOut> unranked = all_left_out(*loaded);
  const Study study = make_study(std::move(loaded->metrics));
  const Recommendation made = recommendation(use_case_of(options, study), study);
  const RecommendationReport report{study, made, options.price, std::move(unranked)};
  return RecommendOutcome{options.is_json ? to_json(report) : to_text(report),
                          std::move(loaded->warnings), made.pick.has_value()};
}

}  // namespace sightmark
