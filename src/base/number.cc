#include "base/number.h"

#include <fmt/format.h>

#include <algorithm>

namespace sightmark {

std::string grouped(double value, int decimal_count) {
  std::string text = fmt::format("{:.{}f}", value, decimal_count);
  const std::size_t first_digit = text.starts_with('-') ? 1 : 0;
  const std::size_t digit_end =
      std::min(text.find_first_not_of("0123456789", first_digit), text.size());
  for (std::size_t place = digit_end; place > first_digit + 3;) text.insert(place -= 3, 1, ',');
  return text;
}

std::string grouped(std::size_t value) { return grouped(static_cast<double>(value), 0); }

std::string exact(std::optional<double> value) { return value ? fmt::format("{}", *value) : ""; }

std::string counted(std::size_t count, const std::string& singular) {
  return grouped(count) + ' ' + singular + (count == 1 ? "" : "s");
}

}  // namespace sightmark
