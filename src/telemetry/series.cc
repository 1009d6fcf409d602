#include "telemetry/series.h"

#include <algorithm>

namespace sightmark {
namespace {

using Values = std::span<const TimedValue>;

std::size_t count_before(Values values, Instant moment) {
  return count_until(values, moment - Instant::duration(1));
}

Values within(Values values, Instant from, Instant to) {
  const std::size_t begin = count_before(values, from);
  return values.subspan(begin, std::max(begin, count_until(values, to)) - begin);
}

double value_on_line(const TimedValue& a, const TimedValue& b, Instant moment) {
  const double share = seconds_between(a.time, moment) / seconds_between(a.time, b.time);
  return a.value + (b.value - a.value) * share;
}

bool is_gap(Instant a, Instant b) { return seconds_between(a, b) > kLongestGapS; }

// The part of a window between its edge and the sample nearest to it within the window. `outer` is
// the sample beyond the edge, absent at the series' end.
struct Edge {
  Instant moment;
  const TimedValue* outer;
  const TimedValue* inner;

  bool is_known() const {
    if (moment == inner->time) return true;
    const Instant far = outer ? outer->time : moment;
    return !is_gap(std::min(far, inner->time), std::max(far, inner->time));
  }
};

struct Edges {
  Edge begin, end;
};

// `inside` is a part of `all` and not empty.
Edges edges_of(Values all, Values inside, Instant from, Instant to) {
  const TimedValue* first = &inside.front();
  const TimedValue* last = &inside.back();
  return {{from, first == &all.front() ? nullptr : first - 1, first},
          {to, last == &all.back() ? nullptr : last + 1, last}};
}

double edge_energy(const Edge& edge) {
  const double at_edge =
      edge.outer ? value_on_line(*edge.outer, *edge.inner, edge.moment) : edge.inner->value;
  const double duration_s = std::abs(seconds_between(edge.moment, edge.inner->time));
  return duration_s * (at_edge + edge.inner->value) / 2;
}

std::optional<double> trapezoid_energy(Values all, Values inside, Instant from, Instant to) {
  if (inside.size() < 2) return std::nullopt;
  const auto [begin, end] = edges_of(all, inside, from, to);
  if (!begin.is_known() || !end.is_known()) return std::nullopt;

  double energy_j = edge_energy(begin) + edge_energy(end);
  for (std::size_t i = 1; i < inside.size(); ++i) {
    const TimedValue &a = inside[i - 1], &b = inside[i];
    if (is_gap(a.time, b.time)) return std::nullopt;
    energy_j += seconds_between(a.time, b.time) * (a.value + b.value) / 2;
  }
  return energy_j;
}

}  // namespace

void Series::add(TimedValue value) {
  if (!values().empty() && value.time <= values().back().time) return;
  values_.push_back(value);
  if (values().size() > limit_) drop(1);
}

void Series::forget_before(Instant moment) {
  const std::size_t count = count_before(values(), moment);
  if (count > 1) drop(count - 1);
}

// Moves the rest only once half of it is unused, so that the cost of a value does not grow with the
// length of the series.
void Series::drop(std::size_t count) {
  begin_ += count;
  if (begin_ < values_.size() / 2) return;
  values_.erase(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(begin_));
  begin_ = 0;
}

std::size_t count_until(Values values, Instant moment) {
  const auto later = std::ranges::upper_bound(values, moment, {}, &TimedValue::time);
  return static_cast<std::size_t>(later - values.begin());
}

PowerSummary power_summary(Values watts, Instant from, Instant to) {
  PowerSummary summary;
  const Values inside = within(watts, from, to);
  summary.sample_count = inside.size();
  if (inside.empty() || to <= from) return summary;

  const auto [lowest, highest] = std::ranges::minmax(inside, {}, &TimedValue::value);
  summary.min_w = lowest.value;
  summary.peak_w = highest.value;
  summary.energy_j = trapezoid_energy(watts, inside, from, to);
  if (summary.energy_j) summary.mean_w = *summary.energy_j / seconds_between(from, to);
  return summary;
}

std::optional<double> counter_energy(Values joules, Instant from, Instant to) {
  const Values inside = within(joules, from, to);
  if (inside.size() < 2 || to <= from) return std::nullopt;
  const auto [begin, end] = edges_of(joules, inside, from, to);
  if (!begin.is_known() || !end.is_known()) return std::nullopt;

  const TimedValue* low = begin.outer ? begin.outer : begin.inner;
  const TimedValue* high = end.outer ? end.outer : end.inner;
  if (!std::ranges::is_sorted(low, high + 1, {}, &TimedValue::value)) return std::nullopt;
  return value_on_line(*(high - 1), *high, to) - value_on_line(*low, *(low + 1), from);
}

}  // namespace sightmark
