#include "telemetry/telemetry_log.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <iterator>
#include <utility>

#include "base/csv.h"
#include "base/file.h"
#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::string_view kHeader = "time_s,source,rail,scope,unit,value\n";

tl::unexpected<Error> write_failure(const std::filesystem::path& path) {
  return fail(fmt::format("{}: cannot write: {}", plain_text(path.string()), std::strerror(errno)));
}

}  // namespace

std::string series_key(std::string_view source, std::string_view rail,
                       std::optional<PowerScope> scope, std::string_view unit) {
  return fmt::format(",{},{},{},{},", csv_text(source), csv_text(rail),
                     scope ? power_scope_name(*scope) : "", unit);
}

void TelemetryRows::add(Instant moment, std::string_view series_key, double value) {
  if (!is_wanted_) return;
  fmt::format_to(std::back_inserter(text_), "{:.6f}{}{:.3f}\n", seconds_between(start_, moment),
                 series_key, value);
}

std::string TelemetryRows::take() { return std::exchange(text_, {}); }

Expected<TelemetryLog> TelemetryLog::open(const std::filesystem::path& path) {
  auto file = open_to_append(path);
  if (!file) return tl::unexpected(file.error());
  TelemetryLog log(std::move(*file), path);
  const auto size = cut_torn_line(log.file_.number());
  if (!size) return write_failure(path);
  if (*size == 0) {
    if (const auto written = log.append(kHeader); !written) return tl::unexpected(written.error());
  }
  return log;
}

Expected<void> TelemetryLog::append(std::string_view rows) {
  if (!write_all(file_.number(), rows)) return write_failure(path_);
  return {};
}

}  // namespace sightmark
