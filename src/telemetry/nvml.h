#pragma once

#include <sys/types.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.h"

namespace sightmark {

struct GpuProcess {
  pid_t id;
  std::optional<double> memory_mb;  // of 2^20 bytes
};

// NVIDIA's management library (NVML), loaded while the program runs. GPUs are named by their index.
// What a GPU does not support is nothing, as is all that fails.
class Nvml {
 public:
  // Loads the library and starts it. Fails with what to do where it is not there or there is no
  // driver.
  static Expected<Nvml> open(const std::string& library);

  Nvml(Nvml&&) noexcept;
  Nvml& operator=(Nvml&&) noexcept;
  ~Nvml();

  std::size_t gpu_count() const;
  std::optional<std::string> driver_version() const;

  std::optional<std::string> name(std::size_t gpu) const;
  std::optional<double> instant_power_w(std::size_t gpu) const;
  std::optional<double> power_usage_w(std::size_t gpu) const;  // on many GPUs a mean over 1 s
  std::optional<double> energy_j(std::size_t gpu) const;       // since the driver was loaded
  std::optional<double> power_limit_w(std::size_t gpu) const;
  std::optional<double> utilization_percent(std::size_t gpu) const;
  std::optional<double> clock_mhz(std::size_t gpu) const;
  std::optional<double> memory_clock_mhz(std::size_t gpu) const;
  std::optional<double> temperature_c(std::size_t gpu) const;
  std::optional<double> memory_total_mb(std::size_t gpu) const;
  // Why clocks are lower than they could be ("sw_power_cap"); empty where nothing holds them.
  std::optional<std::vector<std::string>> throttle_reasons(std::size_t gpu) const;
  std::optional<std::vector<GpuProcess>> processes(std::size_t gpu) const;

 private:
  struct Library;
  explicit Nvml(std::unique_ptr<Library> library);
  std::unique_ptr<Library> library_;
};

}  // namespace sightmark
