#pragma once

#include <dlfcn.h>

#include <memory>
#include <optional>
#include <vector>

#include "base/expected.h"
#include "telemetry/nvml_abi.h"

namespace sightmark::nvml {

// Calls a function of the library that writes one T, its last argument.
template <typename T, typename Function, typename... Arguments>
std::optional<T> answer(Function* function, Arguments... arguments) {
  T value{};
  if (!function || function(arguments..., &value) != kSuccess) return std::nullopt;
  return value;
}

struct CloseLibrary {
  void operator()(void* handle) const { ::dlclose(handle); }
};

// The functions of a loaded library; null where its version lacks one.
struct NvmlLibrary {
  // Takes over what dlopen gave.
  explicit NvmlLibrary(void* opened) : handle(opened) {}
  NvmlLibrary(const NvmlLibrary&) = delete;
  NvmlLibrary& operator=(const NvmlLibrary&) = delete;
  ~NvmlLibrary();  // NVML counts how often it was started

  // Starts NVML and finds the GPUs. Fails where there is no working driver.
  Expected<void> start();

  // An address that becomes a pointer to whatever function it is assigned to.
  struct Symbol {
    void* address;
    template <typename Function>
    operator Function*() const {
      return reinterpret_cast<Function*>(address);
    }
  };
  Symbol symbol(const char* of) const { return {::dlsym(handle.get(), of)}; }

  std::unique_ptr<void, CloseLibrary> handle;
  std::vector<Device> gpus;
  bool is_started = false;

  Status (*init)() = symbol("nvmlInit_v2");
  Status (*shutdown)() = symbol("nvmlShutdown");
  const char* (*error_string)(Status) = symbol("nvmlErrorString");
  Status (*driver_version)(char*, unsigned) = symbol("nvmlSystemGetDriverVersion");
  Status (*count)(unsigned*) = symbol("nvmlDeviceGetCount_v2");
  Status (*gpu_at)(unsigned, Device*) = symbol("nvmlDeviceGetHandleByIndex_v2");
  Status (*name)(Device, char*, unsigned) = symbol("nvmlDeviceGetName");
  Status (*fields)(Device, int, FieldValue*) = symbol("nvmlDeviceGetFieldValues");
  Status (*power)(Device, unsigned*) = symbol("nvmlDeviceGetPowerUsage");
  Status (*power_limit)(Device, unsigned*) = symbol("nvmlDeviceGetPowerManagementLimit");
  Status (*energy)(Device, unsigned long long*) = symbol("nvmlDeviceGetTotalEnergyConsumption");
  Status (*event_reasons)(Device,
                          unsigned long long*) = symbol("nvmlDeviceGetCurrentClocksEventReasons");
  Status (*throttle_reasons)(Device, unsigned long long*) =  // the older name of the same
      symbol("nvmlDeviceGetCurrentClocksThrottleReasons");
  Status (*utilization)(Device, Utilization*) = symbol("nvmlDeviceGetUtilizationRates");
  Status (*clock)(Device, unsigned, unsigned*) = symbol("nvmlDeviceGetClockInfo");
  Status (*temperature)(Device, unsigned, unsigned*) = symbol("nvmlDeviceGetTemperature");
  Status (*memory)(Device, Memory*) = symbol("nvmlDeviceGetMemoryInfo");
  Status (*processes)(Device, unsigned*,
                      ProcessInfo*) = symbol("nvmlDeviceGetComputeRunningProcesses_v3");
};

}  // namespace sightmark::nvml
