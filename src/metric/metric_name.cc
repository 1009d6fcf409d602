#include "metric/metric_name.h"

#include <algorithm>

namespace sightmark {
namespace {

std::string without_unit(std::string column) {
  for (const std::string_view unit : {"_ms", "_j", "_w", "_mb", "_s", "_percent", "_h"}) {
    const bool is_rate = column.ends_with("_per" + std::string(unit));  // its unit is its name
    if (!column.ends_with(unit) || is_rate) continue;
    column.resize(column.size() - unit.size());
    break;
  }
  return column;
}

std::vector<NamedMetric> all_metrics() {
  std::vector<NamedMetric> all;
  for (Metric& metric : primary_metrics()) {
    all.push_back({without_unit(metric.column), std::move(metric)});
  }
  all.push_back({"latency_variation", latency_variation()});
  all.push_back({"answer_length", answer_length()});
  all.push_back({"accuracy", accuracy()});
  return all;
}

}  // namespace

const std::vector<NamedMetric>& named_metrics() {
  static const std::vector<NamedMetric> all = all_metrics();
  return all;
}

std::optional<Metric> metric_of_name(std::string_view name) {
  const auto& all = named_metrics();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const NamedMetric& own) { return own.name == name; });
  return found == all.end() ? std::nullopt : std::optional(found->metric);
}

}  // namespace sightmark
