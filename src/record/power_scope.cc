#include "record/power_scope.h"

namespace sightmark {
namespace {

struct ScopeWords {
  PowerScope scope;
  std::string_view name, in_words;
};

constexpr ScopeWords kScopes[] = {
    {PowerScope::Unknown, "unknown", "an unknown part of the device"},
    {PowerScope::GpuRail, "gpu_rail", "the GPU rail alone"},
    {PowerScope::GpuSocRail, "gpu_soc_rail", "the rail of the GPU and the SoC"},
    {PowerScope::CpuRail, "cpu_rail", "the rail of the CPU"},
    {PowerScope::SystemRail, "system_rail", "the rail of the other system parts"},
    {PowerScope::GpuBoard, "gpu_board", "the GPU board"},
    {PowerScope::ModuleInput, "module_input", "the whole module"},
    {PowerScope::CpuPackage, "cpu_package", "the CPU package"},
    {PowerScope::Dram, "dram", "the memory"},
    {PowerScope::BoardInput, "board_input", "the whole board"},
    {PowerScope::Wall, "wall", "the whole device at the wall"},
};

const ScopeWords& words_of(PowerScope scope) { return kScopes[static_cast<std::size_t>(scope)]; }

}  // namespace

std::string_view power_scope_name(PowerScope scope) { return words_of(scope).name; }

std::string_view power_scope_in_words(PowerScope scope) { return words_of(scope).in_words; }

PowerScope power_scope_of_name(std::string_view name) {
  for (const ScopeWords& words : kScopes) {
    if (words.name == name) return words.scope;
  }
  return PowerScope::Unknown;
}

}  // namespace sightmark
