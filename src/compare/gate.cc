#include "compare/gate.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::string_view kExample = "a gate is METRIC > CHANGE, such as 'latency_p90 > +5%'";

Expected<const Metric*> metric_of(std::string_view key) {
  const Metric* metric = find_metric(key);
  if (!metric) return fail(no_metric_message(key));
  if (metric->terms) return metric;
  return fail(fmt::format("{} is not made of single trials, so pairs of them have none", key));
}

// "+5%" in the unit that the metric's changes have; empty if it is not that.
std::optional<double> limit_of(std::string_view text, const Metric& metric) {
  const std::string_view unit = metric.is_share ? "points" : "%";
  if (!text.ends_with(unit)) return std::nullopt;
  text = trimmed(text.substr(0, text.size() - unit.size()));
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto limit = take_decimal(text);
  return text.empty() ? limit : std::nullopt;
}

std::string in_words(const Change& change, const Metric& metric) {
  const std::string unit = metric.is_share ? " points" : "%";
  if (!change.interval) {
    return fmt::format("the change is {:+.2f}{}, and {} too few for an interval", change.change,
                       unit, change.image_count == 1 ? "1 image is" : "these images are");
  }
  return fmt::format("the change is {:+.2f}{} ({:+.2f} to {:+.2f})", change.change, unit,
                     change.interval->low, change.interval->high);
}

std::string absence(const Comparison& comparison, const Gate& gate, const ComparisonRow* row) {
  if (row && !row->obstacles.empty())
    return fmt::format("the runs differ in {}", fmt::join(row->obstacles, "; "));
  if (comparison.pair_count == 0) return "no trial of A has its like in B";
  if (!row || (!row->is_in_a && !row->is_in_b)) return gate.metric->key + " is in neither run";
  if (!row->is_in_a || !row->is_in_b) {
    return fmt::format("{} is not in {}", gate.metric->key, row->is_in_a ? "B" : "A");
  }
  return fmt::format("no pair of trials has {} above 0", gate.metric->key);
}

}  // namespace

Expected<Gate> parse_gate(std::string_view text) {
  const std::size_t sign = text.find_first_of("<>");
  if (sign == std::string_view::npos) {
    return fail(fmt::format("'{}': {}", plain_text(text), kExample));
  }
  const std::string_view key = trimmed(text.substr(0, sign));
  const auto found = metric_of(key);
  if (!found) return fail(fmt::format("'{}': {}", plain_text(text), found.error().message));
  const Metric* metric = *found;
  const auto limit = limit_of(trimmed(text.substr(sign + 1)), *metric);
  if (!limit) {
    return fail(fmt::format("'{}': {} {}", plain_text(text),
                            metric->is_share ? "a share changes by points, such as '-2 points';"
                                             : "a change is in percent, such as '+5%';",
                            kExample));
  }
  return Gate{std::string(text), metric, text[sign] == '>', *limit};
}

GateResult judged(const Gate& gate, const Comparison& comparison) {
  const ComparisonRow* found = row_of(comparison, gate.metric->key);
  if (!found || !found->change) {
    return {gate, GateOutcome::Undecided, absence(comparison, gate, found)};
  }
  GateResult result{gate, GateOutcome::Undecided, in_words(*found->change, *gate.metric)};
  const auto& interval = found->change->interval;
  if (!interval) return result;
  if (gate.is_above ? interval->low > gate.limit : interval->high < gate.limit) {
    result.outcome = GateOutcome::Fails;
  } else if (gate.is_above ? interval->high <= gate.limit : interval->low >= gate.limit) {
    result.outcome = GateOutcome::Passes;
  }
  return result;
}

}  // namespace sightmark
