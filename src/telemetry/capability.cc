#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/number.h"
#include "telemetry/battery.h"
#include "telemetry/board.h"
#include "telemetry/board_sensor.h"
#include "telemetry/gpu_sensor.h"
#include "telemetry/machine.h"
#include "telemetry/memory.h"
#include "telemetry/nvml.h"
#include "telemetry/nvml_meter.h"
#include "telemetry/rapl.h"
#include "telemetry/tegrastats_meter.h"

namespace sightmark {
namespace {

// "VDD_GPU (gpu_rail), VIN (board_input)"
std::string rails_in_words(PowerMeter& meter) {
  std::vector<std::string> rails;
  for (const PowerReading& reading : meter.read().value_or(std::vector<PowerReading>{})) {
    rails.push_back(fmt::format("{} ({})", reading.rail, power_scope_name(reading.scope)));
  }
  return fmt::format("{}", fmt::join(rails, ", "));
}

Capability available(std::string source, std::string what) {
  return {std::move(source), true, std::move(what), ""};
}

Capability missing(std::string source, std::string remedy) {
  return {std::move(source), false, "", std::move(remedy)};
}

Capability of_nvml(const SystemRoots& roots) {
  const std::string source = "NVIDIA GPU (NVML)";
  const auto nvml = Nvml::open(roots.nvml);
  if (!nvml) return missing(source, nvml.error().message);
  const auto meters = find_nvml_meters(roots.nvml);
  if (meters.empty())
    return missing(source, "NVML is here, but tells of no GPU; see nvidia-smi -L");
  std::vector<std::string> gpus;
  for (const auto& meter : meters) {
    const std::string rails = rails_in_words(*meter);
    gpus.push_back(fmt::format("{}: {}", meter->name(), rails.empty() ? "no power" : rails));
  }
  return available(
      source, fmt::format("{}; utilization, clocks, temperature, memory", fmt::join(gpus, "; ")));
}

Capability of_board(const SystemRoots& roots) {
  const std::string source = "board power rails";
  if (const auto meter = find_board_sensor(roots.sys))
    return available(source, rails_in_words(*meter));
  if (has_closed_board_sensor(roots.sys)) {
    return missing(source,
                   "only root may read them: sudo chmod a+r /sys/class/hwmon/hwmon*/in*_input "
                   "/sys/class/hwmon/hwmon*/curr*_input, until the next start");
  }
  return missing(source, "no INA3221 or INA238 under /sys/class/hwmon; Jetson boards have them");
}

Capability of_tegrastats(const SystemRoots& roots) {
  const std::string source = "tegrastats";
  if (find_board_sensor(roots.sys))
    return missing(source, "not needed: the rails are read directly");
  if (!is_jetson(roots)) return missing(source, "for Jetson boards; this is none");
  const auto program = find_tegrastats();
  if (program) return available(source, "rails, GPU utilization, once in 0.1 s");
  return missing(source, "not in PATH: sudo apt install nvidia-l4t-tools");
}

Capability of_gpu_sensors(const SystemRoots& roots) {
  const std::string source = "AMD or Intel GPU (hwmon)";
  const auto meters = find_gpu_sensors(roots.sys);
  if (meters.empty()) return missing(source, "no sensor of amdgpu, xe or i915 here");
  std::vector<std::string> gpus;
  for (const auto& meter : meters) {
    gpus.push_back(fmt::format("{}: {}", meter->name(), rails_in_words(*meter)));
  }
  return available(source, fmt::format("{}", fmt::join(gpus, "; ")));
}

Capability of_rapl(const SystemRoots& roots) {
  const std::string source = "CPU energy (RAPL)";
  if (const auto meter = find_rapl(roots.sys)) return available(source, rails_in_words(*meter));
  if (has_closed_rapl(roots.sys)) {
    return missing(source,
                   "only root may read the counters: sudo chmod a+r "
                   "/sys/class/powercap/intel-rapl:*/energy_uj, until the next start");
  }
  return missing(source,
                 "no counters under /sys/class/powercap: a virtual machine, an Arm CPU, or the "
                 "kernel module intel_rapl_msr is not loaded");
}

Capability of_batteries(const SystemRoots& roots) {
  const std::string source = "battery";
  const auto meters = find_batteries(roots.sys);
  if (meters.empty()) return missing(source, "no battery");
  return available(source, "discharge (board_input) while it is not plugged in");
}

Capability of_system_memory(const SystemRoots& roots) {
  const std::string source = "memory of the system";
  const auto memory = system_memory(roots.proc);
  if (!memory) return missing(source, "/proc/meminfo cannot be read; is /proc mounted?");
  const auto limit_mb = memory_limit_mb(roots.proc, roots.sys);
  const std::string limit = limit_mb && *limit_mb < memory->total_mb
                                ? fmt::format("; limited to {} MB here", grouped(*limit_mb, 0))
                                : "";
  return available(
      source, fmt::format("used and available, of {} MB{}", grouped(memory->total_mb, 0), limit));
}

Capability of_engine_memory(const SystemRoots& roots) {
  const std::string source = "memory of the engine";
  if (std::filesystem::exists(roots.proc / "self/smaps_rollup")) {
    return available(source, "PSS of its processes");
  }
  if (std::filesystem::exists(roots.proc / "self/statm")) {
    return available(source, "RSS of its processes: this kernel tells no PSS (smaps_rollup)");
  }
  return missing(source, "no process folders under /proc; is it mounted?");
}

}  // namespace

std::vector<Capability> capabilities(const SystemRoots& roots) {
  return {of_nvml(roots), of_board(roots),     of_tegrastats(roots),    of_gpu_sensors(roots),
          of_rapl(roots), of_batteries(roots), of_system_memory(roots), of_engine_memory(roots)};
}

}  // namespace sightmark
