#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "base/clock.h"

namespace sightmark {

struct TimedValue {
  Instant time;
  double value;
};

// The latest values of one quantity in order of time, at most `limit` of them.
class Series {
 public:
  explicit Series(std::size_t limit) : limit_(limit) {}

  // Adds a value; left out where it is not later than the last one.
  void add(TimedValue value) {
    if (!values().empty() && value.time <= values().back().time) return;
    values_.push_back(value);
    if (values().size() > limit_) drop(1);
  }

  // Forgets what lies before `moment`, but for the last value, which an interpolation needs.
  void forget_before(Instant moment) {
    const auto kept = values();
    const auto first = std::lower_bound(
        kept.begin(), kept.end(), moment,
        [](const TimedValue& value, Instant instant) { return value.time < instant; });
    if (first - kept.begin() > 1) drop(static_cast<std::size_t>(first - kept.begin()) - 1);
  }

  std::span<const TimedValue> values() const { return std::span(values_).subspan(begin_); }

 private:
  // Moves the rest only once half of it is unused, so that a value costs the same however many.
  void drop(std::size_t count) {
    begin_ += count;
    if (begin_ < values_.size() / 2) return;
    values_.erase(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(begin_));
    begin_ = 0;
  }

  std::size_t limit_, begin_ = 0;
  std::vector<TimedValue> values_;
};

}  // namespace sightmark
