#pragma once

#include <cstdint>

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

}  // namespace sightmark::nvml
