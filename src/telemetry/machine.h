#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/fact.h"
#include "telemetry/power_meter.h"

// What this machine is and what can be measured on it.
namespace sightmark {

// Where the system's files are looked for; others than these only in tests.
struct SystemRoots {
  std::filesystem::path sys = "/sys", proc = "/proc", etc = "/etc", var = "/var";
  std::string nvml = "libnvidia-ml.so.1";  // looked for as the dynamic linker does
};

// A source of measurements that this machine has or could have.
struct Capability {
  std::string source;  // "NVML", "RAPL cpu package", "memory of the system"
  bool is_available;
  std::string what;    // what it gives, with scope and rails, where it is available ...
  std::string remedy;  // ... else why not, and what to do about it
};

// Every meter that can be read here.
std::vector<std::unique_ptr<PowerMeter>> find_power_meters(const SystemRoots& roots);

// Every kind of source there is, available or not, in a fixed order.
std::vector<Capability> capabilities(const SystemRoots& roots);

// What does not change while a run goes on: host, device_name, CPU, cores, memory, kernel, GPUs,
// driver.
Facts machine_facts(const SystemRoots& roots);

// What may: power mode, governor, clocks, temperatures, throttle reasons, load.
Facts device_state(const SystemRoots& roots);

// The name of this device for people: the board's model ("NVIDIA Jetson AGX Orin"), else the GPU's,
// else the product's, else the host's.
std::string device_name(const SystemRoots& roots);

}  // namespace sightmark
