#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace sightmark {

// What /proc/cpuinfo tells of the processors.
struct Processor {
  std::optional<std::string>
      model;                      // "AMD Ryzen 9 7950X"; on Arm "10x Cortex-X925, 10x Cortex-A725"
  std::int64_t core_count = 0;    // where the system does not tell, a thread is a core
  std::int64_t thread_count = 0;  // what the system calls a processor
};

Processor processor(const std::filesystem::path& proc);

}  // namespace sightmark
