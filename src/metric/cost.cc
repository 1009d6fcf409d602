#include "metric/cost.h"

#include <fmt/format.h>

#include "base/text.h"
#include "metric/formula.h"

namespace sightmark {
namespace {

constexpr double kJoulesPerKwh = 3.6e6;
constexpr double kAnswerCount = 1000;

}  // namespace

Expected<Price> parse_price(std::string_view text) {
  std::string_view unit = text;
  const auto price = take_decimal(unit);
  if (!price || *price < 0) {
    return fail(fmt::format("'{}': a price is a number per kWh, such as '0.30' or '0.30 EUR'",
                            plain_text(text)));
  }
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  return Price{*price, plain_text(unit)};
}

std::string in_words(const Price& price) {
  return exact(price.per_kwh) + (price.unit.empty() ? "" : ' ' + price.unit);
}

Metric cost_of_answers(const Price& price) {
  Metric metric = energy_per_inference();
  metric.key = metric.column = "cost_per_1000_answers";
  metric.name = "cost of 1,000 answers";
  metric.unit = price.unit;
  metric.decimal_count = 4;
  metric.estimate = [per_joule = kAnswerCount * price.per_kwh /
                                 kJoulesPerKwh](const RunMetrics& run) -> std::optional<Estimate> {
    const auto energy_j = energy_per_inference().estimate(run);
    return energy_j ? std::optional(scaled(*energy_j, per_joule)) : std::nullopt;
  };
  return metric;
}

}  // namespace sightmark
