#include "study/constraint.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"

namespace sightmark {
namespace {

// The factor from this unit to the metric's; no value if the unit does not fit.
std::optional<double> factor_of(std::string_view unit, const Metric& metric) {
  if (unit.empty() || unit == metric.unit) return 1;
  if (unit == "s" && metric.unit == "ms") return 1000;
  if (unit == "GB" && metric.unit == "MB") return 1024;
  return std::nullopt;
}

}  // namespace

Expected<const Metric*> ranked_metric(std::string_view key) {
  const Metric* metric = find_metric(key);
  if (!metric) return fail(no_metric_message(key));
  if (metric->is_ranked && !metric->is_reference) return metric;
  return fail(fmt::format("runs are not ranked by {}", key));
}

Expected<Constraint> parse_limit(std::string_view text) {
  const std::size_t sign = std::min(text.find_first_of("<>"), text.size());
  const auto metric = ranked_metric(trimmed(text.substr(0, sign)));
  if (!metric) return fail(fmt::format("'{}': {}", plain_text(text), metric.error().message));
  return parse_constraint(**metric, text.substr(sign));
}

Expected<Constraint> parse_constraint(const Metric& metric, std::string_view text) {
  const auto wrong = [&] {
    return fail(fmt::format("'{}': a limit is <= or >= and a number in {}, such as '<= 100 {}'",
                            plain_text(text), metric.unit, metric.unit));
  };
  const std::string_view whole = trimmed(text), sign = whole.substr(0, 2);
  if (sign != "<=" && sign != ">=") return wrong();
  const std::string_view rest = trimmed(whole.substr(2));
  double limit = 0;
  const auto [end, error] =
      std::from_chars(rest.data(), rest.data() + rest.size(), limit, std::chars_format::fixed);
  if (error != std::errc() || !std::isfinite(limit)) return wrong();
  const auto factor =
      factor_of(trimmed(rest.substr(static_cast<std::size_t>(end - rest.data()))), metric);
  if (!factor) return wrong();
  return Constraint{metric, sign == "<=", limit * *factor};
}

Kept kept(const Constraint& constraint, const RunMetrics& run) {
  const auto value = constraint.metric.value(run);
  if (!value) return {Keeping::Unknown, false};
  const auto is_kept = [&](double point) {
    return constraint.is_most ? point <= constraint.limit : point >= constraint.limit;
  };
  const auto interval = constraint.metric.interval(run);
  const bool keeps = is_kept(*value);
  const bool is_certain =
      interval && is_kept(interval->low) == keeps && is_kept(interval->high) == keeps;
  return {keeps ? Keeping::Keeps : Keeping::Breaks, is_certain};
}

}  // namespace sightmark
