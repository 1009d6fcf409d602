// A stand-in for libnvidia-ml.so.1 with two GPUs that answer all. Its types are written down from
// NVML's public reference, apart from those of src/, so that a wrong layout there is found.
#include <unistd.h>

#include <cstring>

namespace {

struct FieldValue {
  unsigned int field_id;
  unsigned int scope_id;
  long long timestamp;
  long long latency_us;
  int value_type;
  int status;
  union {
    double as_double;
    int as_int;
    unsigned int as_unsigned;
    unsigned long long as_unsigned_long_long;
  } value;
};

struct ProcessInfo {
  unsigned int pid;
  unsigned long long used_gpu_memory;
  unsigned int gpu_instance_id;
  unsigned int compute_instance_id;
};

struct Utilization {
  unsigned int gpu;
  unsigned int memory;
};

struct Memory {
  unsigned long long total;
  unsigned long long free;
  unsigned long long used;
};

constexpr int kOtherProcessCount = 100;
int gpus[] = {0, 1};

int index_of(const void* device) { return *static_cast<const int*>(device); }

int copy(char* text, unsigned int size, const char* from) {
  if (std::strlen(from) >= size) return 7;
  std::strcpy(text, from);
  return 0;
}

}  // namespace

extern "C" {

int nvmlInit_v2() { return 0; }
int nvmlShutdown() { return 0; }
const char* nvmlErrorString(int) { return "an error"; }
int nvmlSystemGetDriverVersion(char* text, unsigned int size) {
  return copy(text, size, "580.159.04");
}

int nvmlDeviceGetCount_v2(unsigned int* count) {
  *count = 2;
  return 0;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void** device) {
  if (index > 1) return 2;
  *device = &gpus[index];
  return 0;
}

int nvmlDeviceGetName(void* device, char* text, unsigned int size) {
  return copy(text, size, index_of(device) == 0 ? "NVIDIA Fake 100" : "NVIDIA \x1B[31mFake");
}

int nvmlDeviceGetPowerUsage(void* device, unsigned int* milliwatts) {
  *milliwatts = index_of(device) == 0 ? 200000 : 75500;
  return 0;
}

// The second GPU is older: it has no instant power.
int nvmlDeviceGetFieldValues(void* device, int count, FieldValue* values) {
  for (int i = 0; i < count; ++i) {
    FieldValue& value = values[i];
    const bool is_power = value.field_id == 186 && value.scope_id == 0;
    value.status = is_power && index_of(device) == 0 ? 0 : 3;
    value.value_type = 1;
    value.timestamp = value.latency_us = -1;
    value.value.as_unsigned_long_long = ~0ULL;
    value.value.as_unsigned = 123456;
  }
  return 0;
}

int nvmlDeviceGetTotalEnergyConsumption(void* device, unsigned long long* millijoules) {
  *millijoules = index_of(device) == 0 ? 5'000'000'250 : 1500;
  return 0;
}

int nvmlDeviceGetPowerManagementLimit(void*, unsigned int* milliwatts) {
  *milliwatts = 700000;
  return 0;
}

int nvmlDeviceGetUtilizationRates(void* device, Utilization* rates) {
  *rates = {index_of(device) == 0 ? 87u : 3u, 41};
  return 0;
}

int nvmlDeviceGetClockInfo(void*, int type, unsigned int* megahertz) {
  *megahertz = type == 1 ? 1980 : type == 2 ? 2619 : 0;
  return 0;
}

int nvmlDeviceGetTemperature(void*, int sensor, unsigned int* degrees) {
  *degrees = 61;
  return sensor == 0 ? 0 : 2;
}

int nvmlDeviceGetCurrentClocksThrottleReasons(void* device, unsigned long long* reasons) {
  *reasons = index_of(device) == 0 ? 0x44 : 0x1;  // power cap and heat; idle
  return 0;
}

int nvmlDeviceGetMemoryInfo(void*, Memory* memory) {
  *memory = {80ULL << 30, 70ULL << 30, 10ULL << 30};
  return 0;
}

// This process holds 512 MiB of the first GPU, among many others, one of them of unknown size.
int nvmlDeviceGetComputeRunningProcesses_v3(void* device, unsigned int* count, ProcessInfo* infos) {
  const unsigned int needed = index_of(device) == 0 ? kOtherProcessCount + 1 : 0;
  const unsigned int room = *count;
  *count = needed;
  if (room < needed) return 7;
  for (unsigned int i = 0; i < needed; ++i) {
    const bool is_ours = i + 1 == needed;
    infos[i].pid = is_ours ? static_cast<unsigned int>(::getpid()) : 1000000 + i;
    infos[i].used_gpu_memory = is_ours ? 512ULL << 20 : i == 0 ? ~0ULL : 1ULL << 20;
    infos[i].gpu_instance_id = infos[i].compute_instance_id = 0xFFFFFFFF;
  }
  return 0;
}

}  // extern "C"
