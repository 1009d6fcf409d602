#include "report/metric_list.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/list.h"
#include "base/text.h"
#include "metric/metric.h"

namespace sightmark {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLineWidth = 78;  // without the indent

// "lower" or "higher"; empty where neither is better.
std::string direction(const Metric& metric) {
  if (!metric.is_ranked) return "";
  return metric.is_lower_better ? "lower" : "higher";
}

std::string heading(const Metric& metric) {
  const std::string better = direction(metric);
  return fmt::format("{} ({}{}{})\n", metric.key, metric.unit, better.empty() ? "" : ", ",
                     better.empty() ? "" : better + " is better");
}

std::string pairs(const Metric& metric) {
  if (!metric.terms) return "";
  return metric.is_share ? "points" : "%";
}

}  // namespace

std::string metrics_text() {
  std::string text;
  for (const Metric& metric : metrics()) {
    text += heading(metric) +
            wrapped(fmt::format("{}: {}", metric.name, metric.definition), kLineWidth, "  ");
  }
  return text;
}

std::string metrics_json() {
  const Json json = list_of(metrics(), [](const Metric& metric) -> Json {
    const std::string better = direction(metric);
    return {{"key", metric.key},
            {"name", metric.name},
            {"unit", metric.unit},
            {"direction", better.empty() ? Json() : Json(better)},
            {"kind", metric_kind_name(metric.kind)},
            {"column", metric.column},
            {"has_interval", metric.has_interval},
            {"is_compared_in_pairs", metric.terms != nullptr},
            {"is_of_the_reference", metric.is_reference},
            {"definition", metric.definition}};
  });
  return json.dump(2) + '\n';
}

std::string metrics_markdown() {
  std::string text =
      "| Metric | Column | Unit | Better | In pairs | Definition |\n|---|---|---|---|---|---|\n";
  for (const Metric& metric : metrics()) {
    text += fmt::format("| {} | `{}`{} | {} | {} | {} | {} |\n", metric.key, metric.column,
                        metric.has_interval   ? " (i)"
                        : metric.is_reference ? " (r)"
                                              : "",
                        metric.unit, direction(metric), pairs(metric), metric.definition);
  }
  return text;
}

}  // namespace sightmark
