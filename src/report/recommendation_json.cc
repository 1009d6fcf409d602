#include <nlohmann/json.hpp>

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
  Json json = {{"metrics", Json::array()}, {"runs", Json::array()}};
  for (const Metric& metric : front.metrics) json["metrics"].push_back(key_of(metric));
  for (const RunMetrics* run : front.runs) {
    Json of_run = run_json(*run);
    of_run["values"] = Json::array();
    for (const Metric& metric : front.metrics) of_run["values"].push_back(*metric.value(*run));
    json["runs"].push_back(std::move(of_run));
  }
  return json;
}

Json margin_json(const PickMargin& margin, const Metric& metric) {
  Json json = {{"has_interval", margin.has_interval},
               {"overlapping", Json::array()},
               {"limits_in_doubt", Json::array()},
               {"relaxations", Json::array()}};
  for (const RunMetrics* run : margin.close) json["overlapping"].push_back(run_json(*run, metric));
  for (const Constraint& limit : margin.in_doubt) {
    json["limits_in_doubt"].push_back(limit_json(limit));
  }
  for (const auto& [constraint, run, needed, is_in_noise] : margin.relaxations) {
    Json relaxation = run_json(*run, metric);
    relaxation["instead_of"] = limit_json(constraint);
    relaxation["needed"] = needed;
    relaxation["is_in_noise"] = is_in_noise;
    json["relaxations"].push_back(std::move(relaxation));
  }
  return json;
}

}  // namespace

std::string to_json(const RecommendationReport& report) {
  const Recommendation& made = report.made;
  const Metric& metric = made.use_case.metric;
  Json json = {{"use_case", made.use_case.key},
               {"rule", made.use_case.rule},
               {"objective", key_of(metric)},
               {"direction", metric.is_lower_better ? "minimize" : "maximize"},
               {"constraints", Json::array()},
               {"complete_runs", complete_runs(report.study).size()},
               {"qualifying_runs", made.order.size()},
               {"within", made.within},
               {"pick", Json()},
               {"runners_up", Json::array()},
               {"ruled_out", Json::array()},
               {"not_compared", Json::array()}};
  for (const Constraint& constraint : made.use_case.constraints) {
    json["constraints"].push_back(limit_json(constraint));
  }
  for (const auto& [constraint, runs] : made.ruled_out) {
    Json ruled_out = limit_json(constraint);
    ruled_out["runs"] = Json::array();
    for (const RunMetrics* run : runs) {
      ruled_out["runs"].push_back(run_json(*run, constraint.metric));
    }
    json["ruled_out"].push_back(std::move(ruled_out));
  }
  for (const OtherPick& other : made.others) {
    Json best = run_json(*other.champion.runs.front(), metric);
    best["within"] = other.within;
    json["not_compared"].push_back(std::move(best));
  }
  if (!made.pick) return json.dump(2) + '\n';
  json["pick"] = pick_json(report);
  for (std::size_t i = 1; i < made.order.size(); ++i) {
    json["runners_up"].push_back(run_json(*made.order[i], metric));
  }
  json["pareto_front"] = front_json(run_front(made));
  json["margin"] = margin_json(pick_margin(made, report.study), metric);
  return json.dump(2) + '\n';
}

}  // namespace sightmark
