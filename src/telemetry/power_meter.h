#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/expected.h"
#include "record/power_scope.h"

namespace sightmark {

// One rail at one instant. Power and energy may each be unknown.
struct PowerReading {
  std::string rail;  // as the source names it, for example "VDD_GPU"
  PowerScope scope;
  std::optional<double> power_w;
  std::optional<double> energy_j;  // a counter since some fixed moment, unwrapped
};

// One source of power readings, for example a GPU or a CPU package. Not called from two threads at
// once.
class PowerMeter {
 public:
  virtual ~PowerMeter() = default;

  virtual std::string name() const = 0;  // "nvml:0 NVIDIA H100"

  // Every rail now, always the same rails in the same order. An error ends neither the sampler nor
  // the run.
  virtual Expected<std::vector<PowerReading>> read() = 0;

  // How busy the GPU is, from 0 to 100; nothing if the source does not report it.
  virtual std::optional<double> utilization_percent() { return std::nullopt; }

  // How much of the GPU's memory these processes hold, in megabytes of 2^20 bytes; nothing if
  // none of them uses it.
  virtual std::optional<double> memory_mb(std::span<const pid_t> /*processes*/) {
    return std::nullopt;
  }
};

using Meters = std::vector<std::unique_ptr<PowerMeter>>;

}  // namespace sightmark
