#include "telemetry/rail_scope.h"

namespace sightmark {
namespace {

struct RailScope {
  std::string_view rail;
  PowerScope scope;
};

constexpr RailScope kRails[] = {
    {"VDD_GPU", PowerScope::GpuRail},        {"VDD_GPU_SOC", PowerScope::GpuSocRail},
    {"VDD_CPU_CV", PowerScope::CpuRail},     {"VDD_CPU_SOC_MSS", PowerScope::CpuRail},
    {"VDD_CPU_GPU_CV", PowerScope::CpuRail}, {"VIN_SYS_5V0", PowerScope::SystemRail},
    {"VDD_IN", PowerScope::ModuleInput},     {"VIN", PowerScope::BoardInput},
};

}  // namespace

PowerScope jetson_rail_scope(std::string_view rail) {
  for (const RailScope& known : kRails) {
    if (known.rail == rail) return known.scope;
  }
  return PowerScope::Unknown;
}

}  // namespace sightmark
