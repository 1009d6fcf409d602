#include <nlohmann/json.hpp>

#include "base/list.h"
#include "base/text.h"
#include "report/recommendation_report.h"
#include "study/pick_margin.h"

namespace sightmark {
namespace {

using Json = nlohmann::ordered_json;

// The name of a metric: its column in runs.csv, if it has one.
std::string key_of(const Metric& metric) {
  return metric.column.empty() ? metric.name : metric.column;
}

Json value_json(const Metric& metric, const RunMetrics& run) {
  const auto value = metric.value(run);
  Json json = {{"metric", key_of(metric)}, {"unit", metric.unit}};
  json["value"] = value ? Json(*value) : Json();
  if (const auto interval = metric.interval(run)) {
    json["low"] = interval->low;
    json["high"] = interval->high;
  }
  return json;
}

Json run_json(const RunMetrics& run) {
  return {{"run_dir", plain_text(run.run_dir)},
          {"model", plain_text(run.model)},
          {"device", plain_text(run.device)},
          {"dtype", plain_text(run.dtype)}};
}

Json run_json(const RunMetrics& run, const Metric& metric) {
  Json json = run_json(run);
  json.update(value_json(metric, run));
  return json;
}

// Runs, each with its value of the metric.
Json runs_json(const RunPointers& runs, const Metric& metric) {
  return list_of(runs, [&](const RunMetrics* run) { return run_json(*run, metric); });
}

Json limit_json(const Constraint& constraint) {
  return {{"metric", key_of(constraint.metric)},
          {"sign", constraint.is_most ? "<=" : ">="},
          {"limit", constraint.limit},
          {"unit", constraint.metric.unit}};
}

Json pick_json(const RecommendationReport& report) {
  const RunMetrics& pick = *report.made.order.front();
  Json json = run_json(pick, report.made.use_case.metric);
  json["power_scope"] = power_scope_name(pick.conditions.power_scope);
  json["figures"] = Json::array();
  for (const Metric& metric : deciding_metrics(report.price)) {
    if (metric.value(pick)) json["figures"].push_back(value_json(metric, pick));
  }
  return json;
}

Json front_json(const RunFront& front) {
  const auto of_run = [&](const RunMetrics* run) {
    Json json = run_json(*run);
    json["values"] =
        list_of(front.metrics, [&](const Metric& metric) { return *metric.value(*run); });
    return json;
  };
  return {{"metrics", list_of(front.metrics, key_of)}, {"runs", list_of(front.runs, of_run)}};
}

Json margin_json(const PickMargin& margin, const Metric& metric) {
  const auto relaxation_json = [&](const Relaxation& relaxation) {
    Json json = run_json(*relaxation.run, metric);
    json["instead_of"] = limit_json(relaxation.constraint);
    json["needed"] = relaxation.needed;
    json["is_in_noise"] = relaxation.is_in_noise;
    return json;
  };
  return {{"has_interval", margin.has_interval},
          {"overlapping", runs_json(margin.close, metric)},
          {"limits_in_doubt", list_of(margin.in_doubt, limit_json)},
          {"relaxations", list_of(margin.relaxations, relaxation_json)}};
}

}  // namespace

std::string to_json(const RecommendationReport& report) {
  const Recommendation& made = report.made;
  const Metric& metric = made.use_case.metric;
  const auto ruled_out_json = [](const RuledOut& ruled_out) {
    Json json = limit_json(ruled_out.constraint);
    json["runs"] = runs_json(ruled_out.runs, ruled_out.constraint.metric);
    return json;
  };
  const auto other_json = [&](const OtherPick& other) {
    Json json = run_json(*other.champion.runs.front(), metric);
    json["within"] = other.within;
    return json;
  };
  Json json = {{"use_case", made.use_case.key},
               {"rule", made.use_case.rule},
               {"objective", key_of(metric)},
               {"direction", metric.is_lower_better ? "minimize" : "maximize"},
               {"constraints", list_of(made.use_case.constraints, limit_json)},
               {"complete_runs", complete_runs(report.study).size()},
               {"qualifying_runs", made.order.size()},
               {"within", made.within},
               {"pick", Json()},
               {"runners_up", Json::array()},
               {"ruled_out", list_of(made.ruled_out, ruled_out_json)},
               {"not_compared", list_of(made.others, other_json)}};
  if (!made.pick) return json.dump(2) + '\n';
  json["pick"] = pick_json(report);
  json["runners_up"] = runs_json({made.order.begin() + 1, made.order.end()}, metric);
  json["pareto_front"] = front_json(run_front(made));
  json["margin"] = margin_json(pick_margin(made, report.study), metric);
  return json.dump(2) + '\n';
}

}  // namespace sightmark
