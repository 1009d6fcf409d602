#include "telemetry/telemetry_log.h"

#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "base/csv.h"
#include "base/file.h"

namespace sightmark {

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
  if (!size) return system_failure(path, "cannot write");
  if (*size > 0) return log;
  const auto written = log.append("time_s,source,rail,scope,unit,value\n");
  return written ? Expected<TelemetryLog>(std::move(log)) : tl::unexpected(written.error());
}

Expected<void> TelemetryLog::append(std::string_view rows) {
  if (!write_all(file_.number(), rows)) return system_failure(path_, "cannot write");
  return {};
}

}  // namespace sightmark
