#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/fact.h"

namespace sightmark {

// What /proc/cpuinfo says of the processors.
struct Processor {
  std::optional<std::string> model;  // "AMD Ryzen 9 7950X"; on Arm "10x Cortex-X925, ..."
  std::int64_t core_count = 0;       // where the system does not report it, a thread is a core
  std::int64_t thread_count = 0;     // what the system calls a processor
};

Processor processor(const std::filesystem::path& proc);

// What may change while a run goes on: governor, clocks, how often heat slowed the processors.
Facts processor_state(const std::filesystem::path& sys);

}  // namespace sightmark
