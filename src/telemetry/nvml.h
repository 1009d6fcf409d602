#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.h"
#include "telemetry/power_meter.h"

namespace sightmark {

namespace nvml {
struct Library;
}

struct GpuProcess {
  pid_t id;
  std::optional<double> memory_mb;  // of 2^20 bytes
};

// NVIDIA's management library (NVML), loaded while the program runs. GPUs are named by their index.
// Every call gives nothing if the GPU does not support it or the call fails.
class Nvml {
 public:
  // Loads the library and starts it. Fails where the library or the driver is missing, and says
  // what to do.
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
  // Why clocks are lower than they could be ("sw_power_cap"); empty where nothing lowers them.
  std::optional<std::vector<std::string>> throttle_reasons(std::size_t gpu) const;
  std::optional<std::vector<GpuProcess>> processes(std::size_t gpu) const;

 private:
  explicit Nvml(std::unique_ptr<nvml::Library> library);
  std::unique_ptr<nvml::Library> library_;
};

// A meter for each GPU that NVML lists; empty where the library is missing. The rail is called
// "board", or "board_average" where the driver reports a mean over about a second instead of an
// instant.
Meters find_nvml_meters(const std::string& library);

}  // namespace sightmark
