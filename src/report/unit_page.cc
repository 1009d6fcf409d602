#include "report/unit_page.h"

#include <fmt/format.h>

#include "report/finding_page.h"
#include "report/phrase.h"

namespace sightmark {
namespace {

// Without the unit, which stands above the column.
std::string cell(const Study& study, const Configuration& own, Metric metric) {
  metric.unit.clear();
  const auto value = configuration_value(study, own, metric);
  if (!value) return kNothing;
  return with_interval(metric, *value, configuration_interval(study, own, metric));
}

}  // namespace

void add_units(Page& page, const Study& study, const std::optional<Price>& price) {
  std::vector<Page> rows;
  for (const Configuration& own : measured_configurations(study)) {
    const RunMetrics& run = *runs_of(study, own).front();
    const auto of = [&](const Metric& metric) { return cell(study, own, metric); };
    const bool has_power = mean_power().value(run) || energy_per_inference().value(run);
    rows.push_back(
        {.text = {
             {"name", configuration_name(run)},
             {"answers_per_h", of(answers_per_hour())},
             {"scope",
              has_power ? std::string(power_scope_in_words(run.conditions.power_scope)) : kNothing},
             {"answers_per_wh", of(answers_per_watt_hour())},
             {"images_per_wh", of(images_per_watt_hour())},
             {"battery", of(battery_life())},
             {"cost", price ? of(cost_of_answers(*price)) : kNothing}}});
  }
  page.list["unit_rows"] = std::move(rows);
  page.flag["has_price"] = price.has_value();
  if (price) page.text["price"] = in_words(*price);
}

}  // namespace sightmark
