#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/expected.h"
#include "record/power_scope.h"

namespace sightmark {

// One rail at one instant. Either figure may be unknown.
struct PowerReading {
  std::string rail;  // the source's own name, for example "VDD_GPU"
  PowerScope scope;
  std::optional<double> power_w;
  std::optional<double> energy_j;  // a counter since some fixed moment, unwrapped
};

// One source of power readings, for example a GPU or a CPU package.
class PowerMeter {
 public:
  virtual ~PowerMeter() = default;

  virtual std::string name() const = 0;  // "nvml:0 NVIDIA H100"

  // Every rail now, always the same ones in the same order. An error ends neither the sampler nor
  // the run.
  virtual Expected<std::vector<PowerReading>> read() = 0;
};

}  // namespace sightmark
