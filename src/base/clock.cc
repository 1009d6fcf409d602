#include "base/clock.h"

#include <fmt/chrono.h>

#include <charconv>
#include <condition_variable>
#include <cstdint>
#include <ctime>
#include <mutex>

namespace sightmark {

bool sleep_until(Instant moment, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait_until(lock, stop, moment, [] { return false; });
  return !stop.stop_requested();
}

std::string local_timestamp(std::chrono::system_clock::time_point moment) {
  const auto second = std::chrono::floor<std::chrono::seconds>(moment);
  const auto rest = std::chrono::floor<std::chrono::microseconds>(moment - second);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}",
                     fmt::localtime(std::chrono::system_clock::to_time_t(second)), rest.count());
}

std::optional<double> seconds_of(std::string_view local_timestamp) {
  const std::string text(local_timestamp);
  std::tm time{};
  const char* rest = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:", &time);
  if (!rest) return std::nullopt;
  double second = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(rest, end, second, std::chars_format::fixed);
  const int day = time.tm_mday;
  const std::time_t minute = ::timegm(&time);  // which moves the 30th of February to March
  if (error != std::errc() || stop != end || time.tm_mday != day || !(second >= 0 && second < 61)) {
    return std::nullopt;
  }
  return static_cast<double>(minute) + second;
}

std::optional<std::string> utc_date(std::string_view seconds_since_1970) {
  std::int64_t seconds = 0;
  const char* const end = seconds_since_1970.data() + seconds_since_1970.size();
  const auto [stop, error] = std::from_chars(seconds_since_1970.data(), end, seconds);
  constexpr std::int64_t kYear10000 = 253'402'300'800;
  const bool is_date = error == std::errc() && stop == end && seconds >= 0 && seconds < kYear10000;
  return is_date ? std::optional(fmt::format("{:%Y-%m-%d}", fmt::gmtime(seconds))) : std::nullopt;
}

}  // namespace sightmark
