#include "telemetry/nvml_library.h"

#include <fmt/format.h>

#include "base/text.h"

namespace sightmark::nvml {

NvmlLibrary::~NvmlLibrary() {
  if (is_started && shutdown) shutdown();
}

Expected<void> NvmlLibrary::start() {
  const Status status = init ? init() : kNotSupported;
  if (status != kSuccess) {
    return fail(fmt::format(
        "NVML does not start: {}; see whether nvidia-smi works and the driver is loaded",
        error_string ? plain_text(error_string(status)) : fmt::format("error {}", status)));
  }
  is_started = true;
  for (unsigned i = 0; i < answer<unsigned>(count).value_or(0); ++i) {
    if (const auto gpu = answer<Device>(gpu_at, i)) gpus.push_back(*gpu);
  }
  return {};
}

}  // namespace sightmark::nvml
