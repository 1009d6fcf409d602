#include "record/power_scope.h"

namespace sightmark {

std::string_view power_scope_name(PowerScope scope) {
  switch (scope) {
    case PowerScope::GpuRail:
      return "gpu_rail";
    case PowerScope::GpuSocRail:
      return "gpu_soc_rail";
    case PowerScope::GpuBoard:
      return "gpu_board";
    case PowerScope::Unknown:
      break;
  }
  return "unknown";
}

std::string_view power_scope_in_words(PowerScope scope) {
  switch (scope) {
    case PowerScope::GpuRail:
      return "the GPU rail alone";
    case PowerScope::GpuSocRail:
      return "the rail of the GPU and the SoC";
    case PowerScope::GpuBoard:
      return "the GPU board";
    case PowerScope::Unknown:
      break;
  }
  return "an unknown part of the device";
}

}  // namespace sightmark
