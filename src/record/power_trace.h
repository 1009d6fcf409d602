#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/run_reader.h"

// What a device drew while the first questions of a run were answered, by its telemetry.csv.
namespace sightmark {

struct PowerSample {
  double at_s, watts;  // since the first of the requests was sent
};

// What one source measured of one part of the device.
struct PowerSeries {
  std::string source, rail;
  std::vector<PowerSample> samples;  // in order of time; of many only the least and most of a while
};

// In seconds since the first request was sent.
struct RequestSpan {
  double start_s, end_s;
};

struct PowerTrace {
  PowerScope scope;  // that of the run's energy
  std::vector<PowerSeries> series;
  std::vector<RequestSpan> requests;  // the first kRequestCount of the run
  static constexpr std::size_t kRequestCount = 40;
};

// No value if the run has no such file, the file has no power of that scope during the requests,
// or the times of the requests are not known.
std::optional<PowerTrace> power_trace(const Run& run, PowerScope scope);

// A row of telemetry.csv with a power.
struct PowerRow {
  double time_s, watts;
  PowerScope scope;
  std::string source, rail;
};

// Nothing for any other row, and for one that is damaged.
std::optional<PowerRow> parse_power_row(std::string_view line);

}  // namespace sightmark
