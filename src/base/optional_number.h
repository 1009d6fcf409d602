#pragma once

#include <limits>
#include <optional>

namespace sightmark {

// A number that may be absent, like std::optional<double> but of half its size: runs keep hundreds
// of thousands. NaN is absent.
class OptionalNumber {
 public:
  constexpr OptionalNumber() = default;
  constexpr OptionalNumber(std::nullopt_t) {}
  constexpr OptionalNumber(double number) : number_(number) {}
  constexpr OptionalNumber(std::optional<double> number) : number_(number.value_or(kAbsent)) {}
  constexpr operator std::optional<double>() const {
    return has_value() ? std::optional(number_) : std::nullopt;
  }

  constexpr bool has_value() const { return number_ == number_; }  // NaN equals nothing
  constexpr explicit operator bool() const { return has_value(); }
  constexpr double operator*() const { return number_; }  // NaN where absent
  constexpr double value_or(double otherwise) const { return has_value() ? number_ : otherwise; }

  friend constexpr bool operator==(OptionalNumber a, OptionalNumber b) {
    return a.number_ == b.number_ || (!a && !b);
  }

 private:
  static constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();
  double number_ = kAbsent;
};

}  // namespace sightmark
