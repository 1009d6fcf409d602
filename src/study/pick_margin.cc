#include "study/pick_margin.h"

#include <algorithm>

#include "audit/audit.h"
#include "stats/pareto.h"

namespace sightmark {
namespace {

bool overlap(const Interval& a, const Interval& b) { return a.low <= b.high && b.low <= a.high; }

// Complete runs that may be ranked with the pick by the objective.
RunPointers comparable_with_pick(const Recommendation& made, const Study& study) {
  for (const auto& [within, runs] : comparable_groups(complete_runs(study), made.use_case.metric)) {
    if (std::find(runs.begin(), runs.end(), made.order.front()) != runs.end()) return runs;
  }
  return {};
}

std::vector<Relaxation> relaxations(const Recommendation& made, const Study& study) {
  std::vector<Relaxation> found;
  const Metric& metric = made.use_case.metric;
  for (const RunMetrics* run : ranked(comparable_with_pick(made, study), metric)) {
    if (!is_better(metric, *metric.value(*run), made.pick->value)) break;
    std::vector<const Constraint*> broken;
    for (const Constraint& limit : made.use_case.constraints) {
      if (kept(limit, *run).keeping != Keeping::Keeps) broken.push_back(&limit);
    }
    if (broken.size() != 1 || kept(*broken[0], *run).keeping == Keeping::Unknown) continue;
    const auto interval = broken[0]->metric.interval(*run);
    const double limit = broken[0]->limit;
    found.push_back({*broken[0], run, *broken[0]->metric.value(*run),
                     interval && interval->low <= limit && limit <= interval->high});
  }
  return found;
}

}  // namespace

PickMargin pick_margin(const Recommendation& made, const Study& study) {
  const Metric& metric = made.use_case.metric;
  const RunMetrics& pick = *made.order.front();
  const auto interval = metric.interval(pick);
  PickMargin margin{.has_interval = interval.has_value(), .relaxations = relaxations(made, study)};
  for (const RunMetrics* run : made.order) {
    const auto other = metric.interval(*run);
    if (run != &pick && interval && other && overlap(*interval, *other))
      margin.close.push_back(run);
  }
  for (const Constraint& constraint : made.use_case.constraints) {
    if (constraint.metric.interval(pick) && !kept(constraint, pick).is_certain) {
      margin.in_doubt.push_back(constraint);
    }
  }
  return margin;
}

RunFront run_front(const Recommendation& made) {
  const RunMetrics& pick = *made.order.front();
  RunFront front{.metrics = {made.use_case.metric}};
  for (const Metric& metric : {latency_p90(), energy_per_inference()}) {
    const bool is_known =
        metric.value(pick).has_value() && !comparable_groups({&pick}, metric).empty();
    if (is_known && metric.name != made.use_case.metric.name) front.metrics.push_back(metric);
  }
  RunPointers runs;
  std::vector<std::vector<double>> points;
  for (const RunMetrics* run : made.order) {
    std::vector<double> point;
    for (const Metric& metric : front.metrics) {
      const bool is_alike = run == &pick || are_comparable({run, &pick}, metric);
      const auto value = metric.value(*run);
      if (is_alike && value) point.push_back(metric.is_lower_better ? *value : -*value);
    }
    if (point.size() != front.metrics.size()) continue;
    runs.push_back(run);
    points.push_back(std::move(point));
  }
  for (const std::size_t i : pareto_front(points)) front.runs.push_back(runs[i]);
  return front;
}

}  // namespace sightmark
