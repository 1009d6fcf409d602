// A stand-in for libnvidia-ml.so.1 as it is on a Jetson: a GPU with a name, and all else either
// answered with NVML_ERROR_NOT_SUPPORTED or not in the library at all.
#include <cstring>

namespace {

constexpr int kNotSupported = 3;
int gpu = 0;

}  // namespace

extern "C" {

int nvmlInit_v2() { return 0; }
int nvmlShutdown() { return 0; }

int nvmlDeviceGetCount_v2(unsigned int* count) {
  *count = 1;
  return 0;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned int, void** device) {
  *device = &gpu;
  return 0;
}

int nvmlDeviceGetName(void*, char* text, unsigned int) {
  std::strcpy(text, "Orin (nvgpu)");
  return 0;
}

// It writes zeros all the same: whoever looks only at the value takes 0 W for true.
int nvmlDeviceGetPowerUsage(void*, unsigned int* milliwatts) {
  *milliwatts = 0;
  return kNotSupported;
}

int nvmlDeviceGetFieldValues(void*, int, void*) { return kNotSupported; }

int nvmlDeviceGetUtilizationRates(void*, unsigned int* rates) {
  rates[0] = rates[1] = 0;
  return kNotSupported;
}

int nvmlDeviceGetMemoryInfo(void*, unsigned long long* memory) {
  memory[0] = memory[1] = memory[2] = 0;
  return kNotSupported;
}

}  // extern "C"
