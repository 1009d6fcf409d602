#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "telemetry/machine.h"
#include "telemetry/power_source.h"

// What `sightmark devices` prints.
namespace sightmark {

struct LiveRail {
  std::string source, rail;
  PowerScope scope;
  std::optional<double> power_w;
  bool is_from_counter;  // energy over a moment, if the source reports no power
};

struct DeviceReport {
  Facts machine, state;
  std::vector<LiveRail> rails;
  std::vector<Capability> capabilities;
};

// Asks this machine; takes about a third of a second, for what must be read twice.
DeviceReport device_report(const SystemRoots& roots);

// For a person, in lines of at most `width` columns where words allow it.
std::string to_text(const DeviceReport& report, std::size_t width);

// For a program: {"machine": {...}, "state": {...}, "power": [...], "sources": [...]}.
std::string to_json(const DeviceReport& report);

}  // namespace sightmark
