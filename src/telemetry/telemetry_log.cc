#include "telemetry/telemetry_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <utility>

#include "base/csv.h"
#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::string_view kHeader = "time_s,source,rail,scope,unit,value\n";
constexpr off_t kLongestRow = 4096;

// Cuts off a last row without a line end; returns the file's size then, -1 where that fails.
off_t cut_torn_row(int descriptor) {
  const off_t size = ::lseek(descriptor, 0, SEEK_END);
  std::array<char, kLongestRow> tail;
  const off_t begin = size > kLongestRow ? size - kLongestRow : 0;
  const ssize_t count = ::pread(descriptor, tail.data(), tail.size(), begin);
  if (size < 0 || count < 0) return -1;
  const std::string_view text(tail.data(), static_cast<std::size_t>(count));
  const std::size_t end = text.rfind('\n');
  const off_t kept = end == text.npos ? begin : begin + static_cast<off_t>(end) + 1;
  return kept == size || ::ftruncate(descriptor, kept) == 0 ? kept : -1;
}

tl::unexpected<Error> write_failure(const std::filesystem::path& path) {
  return fail(fmt::format("{}: cannot write: {}", plain_text(path.string()), std::strerror(errno)));
}

}  // namespace

std::string TelemetryRows::series_key(std::string_view source, std::string_view rail,
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
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
  if (file.number() < 0) return write_failure(path);
  TelemetryLog log(std::move(file), path);
  const off_t size = cut_torn_row(log.file_.number());
  if (size < 0) return write_failure(path);
  if (size == 0) {
    if (const auto written = log.append(kHeader); !written) return tl::unexpected(written.error());
  }
  return log;
}

Expected<void> TelemetryLog::append(std::string_view rows) {
  if (!write_all(file_.number(), rows)) return write_failure(path_);
  return {};
}

}  // namespace sightmark
