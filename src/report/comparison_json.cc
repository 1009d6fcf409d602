#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/comparison_report.h"

namespace sightmark {
namespace {

using Json = nlohmann::ordered_json;

std::string_view name_of(Verdict verdict) {
  constexpr std::string_view kNames[] = {"lower", "higher", "equivalent", "not_enough_data"};
  return kNames[static_cast<std::size_t>(verdict)];
}

std::string_view name_of(GateOutcome outcome) {
  constexpr std::string_view kNames[] = {"passes", "fails", "undecided"};
  return kNames[static_cast<std::size_t>(outcome)];
}

// Of a change: itself for points, else the ratio of b to a.
Json effect(double change, const Metric& metric) {
  return metric.is_share ? change : 1 + change / 100;
}

Json run_json(const RunMetrics& run) {
  return {{"run", plain_text(run.run_dir)},
          {"model_id", plain_text(run.model_id)},
          {"device", plain_text(run.device)},
          {"dtype", plain_text(run.dtype)}};
}

void add_clauses(Json& json, const char* name, const std::vector<std::string>& clauses) {
  for (const std::string& clause : clauses) json[name].push_back(plain_text(clause));
}

Json row_json(const ComparisonRow& row) {
  const Metric& metric = *row.metric;
  Json json = {{"metric", metric.key}, {"unit", metric.unit}};
  add_clauses(json, "obstacles", row.obstacles);
  add_clauses(json, "cautions", row.cautions);
  if (!row.change) return json;
  const Change& change = *row.change;
  const std::string name = metric.is_share ? "difference_points" : "ratio";
  json["pairs"] = change.pair_count;
  json["images"] = change.image_count;
  json["a"] = change.a;
  json["b"] = change.b;
  json[name] = effect(change.change, metric);
  if (change.interval) {
    json[name + "_low"] = effect(change.interval->low, metric);
    json[name + "_high"] = effect(change.interval->high, metric);
  }
  if (change.median_change) json["median_" + name] = effect(*change.median_change, metric);
  if (change.test) {
    json["signed_rank_p"] = change.test->p_value;
    json["signed_rank_images"] = change.test->pair_count;
  }
  json["verdict"] = name_of(change.verdict);
  return json;
}

}  // namespace

std::string to_json(const ComparisonReport& report) {
  Json json = {{"a", run_json(report.a)},
               {"b", run_json(report.b)},
               {"pairs", report.comparison.pair_count},
               {"images", report.comparison.image_count},
               {"is_forced", report.is_forced},
               {"metrics", Json::array()},
               {"gates", Json::array()}};
  for (const ComparisonRow& row : report.comparison.rows) json["metrics"].push_back(row_json(row));
  for (const GateResult& result : report.gates) {
    json["gates"].push_back({{"gate", plain_text(result.gate.text)},
                             {"outcome", name_of(result.outcome)},
                             {"reason", plain_text(result.reason)}});
  }
  return json.dump(2) + '\n';
}

}  // namespace sightmark
