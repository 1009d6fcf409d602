#include "base/clock.h"

#include <fmt/format.h>

#include <charconv>
#include <ctime>

namespace sightmark {

std::string local_timestamp(std::chrono::system_clock::time_point moment) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(moment);
  const auto rest = std::chrono::floor<std::chrono::microseconds>(moment - whole);
  const std::time_t seconds = std::chrono::system_clock::to_time_t(whole);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}", 1900L + local.tm_year,
                     local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec,
                     rest.count());
}

std::optional<double> seconds_of(std::string_view local_timestamp) {
  constexpr std::string_view kForm = "0000-00-00T00:00:00";
  if (local_timestamp.size() < kForm.size()) return std::nullopt;
  std::string text(local_timestamp);
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (is_digit != (kForm[i] == '0') || (!is_digit && text[i] != kForm[i])) return std::nullopt;
  }
  const auto part = [&](std::size_t at, std::size_t size) {
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + size, value);
    return value;
  };
  double second = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] =
      std::from_chars(text.data() + 17, end, second, std::chars_format::fixed);
  const std::chrono::year_month_day day{std::chrono::year(part(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(part(8, 2)))};
  if (error != std::errc() || stop != end || !day.ok()) return std::nullopt;
  const auto days = static_cast<double>(std::chrono::sys_days(day).time_since_epoch().count());
  return 86400.0 * days + 3600.0 * part(11, 2) + 60.0 * part(14, 2) + second;
}

}  // namespace sightmark
