#pragma once

#include <dlfcn.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/expected.h"

// What sightmark uses of the C interface of NVIDIA's management library, NVML, declared after its
// public API reference: most Linux systems have the library without its header. Names are NVML's
// where the linker needs them.
namespace sightmark::nvml {

using Device = void*;
using Status = int;

inline constexpr Status kSuccess = 0;
inline constexpr Status kNotSupported = 3;
inline constexpr Status kInsufficientSize = 7;

inline constexpr unsigned kClockSm = 1, kClockMemory = 2;     // nvmlClockType_t
inline constexpr unsigned kTemperatureGpu = 0;                // nvmlTemperatureSensors_t
inline constexpr std::uint64_t kValueNotAvailable = ~0ULL;    // NVML_VALUE_NOT_AVAILABLE
inline constexpr unsigned kFieldPowerInstant = 186;           // NVML_FI_DEV_POWER_INSTANT, mW
inline constexpr unsigned kNameSize = 96, kVersionSize = 80;  // buffers, with their zero

struct Utilization {  // nvmlUtilization_t, percent
  unsigned gpu, memory;
};

struct Memory {  // nvmlMemory_t, bytes
  unsigned long long total, free, used;
};

struct ProcessInfo {  // nvmlProcessInfo_v2_t, of nvmlDeviceGetComputeRunningProcesses_v3
  unsigned pid;
  unsigned long long used_gpu_memory;  // bytes, or kValueNotAvailable
  unsigned gpu_instance_id, compute_instance_id;
};

enum class ValueType : unsigned {  // nvmlValueType_t
  Double = 0,
  UnsignedInt = 1,
  UnsignedLong = 2,
  UnsignedLongLong = 3,
  SignedLongLong = 4,
  SignedInt = 5,
};

union Value {  // nvmlValue_t
  double as_double;
  int as_int;
  unsigned as_unsigned;
  unsigned long as_unsigned_long;
  unsigned long long as_unsigned_long_long;
  long long as_long_long;
};

struct FieldValue {  // nvmlFieldValue_t
  unsigned field_id, scope_id;
  long long timestamp_us, latency_us;
  ValueType value_type;
  Status status;
  Value value;
};

static_assert(sizeof(Utilization) == 8 && sizeof(Memory) == 24 && sizeof(ProcessInfo) == 24);
static_assert(sizeof(FieldValue) == 40 && sizeof(Value) == 8);

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
struct Library {
  // Takes over what dlopen returned.
  explicit Library(void* opened) : handle(opened) {}
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library();  // NVML counts how often it was started

  // Starts NVML and finds the GPUs. Fails where there is no working driver.
  Expected<void> start();

  // An address that converts to a pointer to any function.
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
