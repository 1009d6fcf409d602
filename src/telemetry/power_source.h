#pragma once

#include <string>
#include <vector>

#include "telemetry/power_meter.h"
#include "telemetry/system_file.h"

// What can be measured on this machine.
namespace sightmark {

// Every meter that can be read here.
Meters find_power_meters(const SystemRoots& roots);

// A source of measurements that this machine has or could have.
struct Capability {
  std::string source;  // "NVML", "RAPL cpu package", "memory of the system"
  bool is_available;
  std::string what;    // what it measures, with scopes and rails, where it is available ...
  std::string remedy;  // ... else why not, and what to do about it
};

// Every kind of source that sightmark knows, available or not, in a fixed order.
std::vector<Capability> capabilities(const SystemRoots& roots);

}  // namespace sightmark
