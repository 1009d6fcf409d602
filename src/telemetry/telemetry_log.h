#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/expected.h"
#include "base/file.h"
#include "record/power_scope.h"

// The file telemetry.csv: a row for each value, in the order in which they were taken. Its columns
// are time_s (since the sampler's start), source, rail, scope, unit, value.
namespace sightmark {

// What identifies a series, as it stands in a row. No scope: an empty cell.
std::string series_key(std::string_view source, std::string_view rail,
                       std::optional<PowerScope> scope, std::string_view unit);

// Rows that wait to be written.
class TelemetryRows {
 public:
  TelemetryRows(Instant start, bool is_wanted) : start_(start), is_wanted_(is_wanted) {}

  void add(Instant moment, std::string_view series_key, double value);

  // The rows so far, which are removed.
  std::string take();

 private:
  Instant start_;
  bool is_wanted_;
  std::string text_;
};

class TelemetryLog {
 public:
  // Opens the file to append to it, and puts the header into a new one; a last row that was cut
  // off in an earlier run is removed. Fails where it cannot be written.
  static Expected<TelemetryLog> open(const std::filesystem::path& path);

  // Hands rows to the system. Where that fails, part of them may be in the file.
  Expected<void> append(std::string_view rows);

 private:
  TelemetryLog(Descriptor file, std::filesystem::path path)
      : file_(std::move(file)), path_(std::move(path)) {}

  Descriptor file_;
  std::filesystem::path path_;
};

}  // namespace sightmark
