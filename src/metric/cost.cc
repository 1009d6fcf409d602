#include "metric/cost.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "base/number.h"
#include "base/text.h"

namespace sightmark {
namespace {

constexpr double kJoulesPerKwh = 3.6e6;
constexpr double kAnswerCount = 1000;

}  // namespace

Expected<Price> parse_price(std::string_view text) {
  double price = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), price, std::chars_format::fixed);
  if (error != std::errc() || !std::isfinite(price) || price < 0) {
    return fail(fmt::format("'{}': a price is a number per kWh, such as '0.30' or '0.30 EUR'",
                            plain_text(text)));
  }
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  return Price{price, plain_text(unit)};
}

std::string in_words(const Price& price) {
  return exact(price.per_kwh) + (price.unit.empty() ? "" : ' ' + price.unit);
}

Metric cost_of_answers(const Price& price) {
  Metric metric = energy_per_inference();
  const double per_joule = kAnswerCount * price.per_kwh / kJoulesPerKwh;
  metric.name = "cost of 1,000 answers";
  metric.unit = price.unit;
  metric.decimal_count = 4;
  metric.column = "cost_per_1000_answers";
  metric.value = [per_joule](const RunMetrics& run) -> std::optional<double> {
    const auto energy_j = energy_per_inference().value(run);
    return energy_j ? std::optional(per_joule * *energy_j) : std::nullopt;
  };
  metric.interval = [per_joule](const RunMetrics& run) -> std::optional<Interval> {
    const auto energy_j = energy_per_inference().interval(run);
    if (!energy_j) return std::nullopt;
    return Interval{per_joule * energy_j->low, per_joule * energy_j->high};
  };
  return metric;
}

}  // namespace sightmark
