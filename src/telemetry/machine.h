#pragma once

#include <string>

#include "base/fact.h"
#include "telemetry/system_file.h"

// What this machine is.
namespace sightmark {

// The name of this device for people: the board's model ("NVIDIA Jetson AGX Orin"), else the GPU's,
// else the product's, else the host's.
std::string device_name(const SystemRoots& roots);

// What does not change while a run goes on: host, device_name, CPU, cores, memory, kernel, GPUs,
// driver.
Facts machine_facts(const SystemRoots& roots);

// What may change: power mode, governor, clocks, temperatures, throttle reasons, load.
Facts device_state(const SystemRoots& roots);

}  // namespace sightmark
