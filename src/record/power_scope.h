#pragma once

#include <string_view>

namespace sightmark {

// What a value of power covers; values of different scopes are never comparable.
enum class PowerScope {
  Unknown,
  GpuRail,
  GpuSocRail,
  CpuRail,
  SystemRail,
  GpuBoard,
  ModuleInput,
  CpuPackage,
  Dram,
  BoardInput,
  Wall,
};

// The scope's name in files ("gpu_rail") ...
std::string_view power_scope_name(PowerScope scope);
// ... and in a sentence ("the GPU rail alone").
std::string_view power_scope_in_words(PowerScope scope);
// The scope of that name; Unknown for any other.
PowerScope power_scope_of_name(std::string_view name);

}  // namespace sightmark
