#include "telemetry/power_source.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <filesystem>
#include <utility>

#include "base/text.h"
#include "process/child_process.h"
#include "telemetry/jetson.h"
#include "telemetry/kernel_sensor.h"
#include "telemetry/memory.h"
#include "telemetry/nvml.h"

namespace sightmark {
namespace {

constexpr std::chrono::seconds kTegrastatsPatience{3};
constexpr const char* kTegrastats = "tegrastats";

// tegrastats is only started where the board's files cannot be read: it costs a process.
std::unique_ptr<PowerMeter> board_meter(const SystemRoots& roots) {
  if (auto sensor = find_board_sensor(roots.sys)) return sensor;
  const auto program = is_jetson(roots) ? find_program(kTegrastats) : std::nullopt;
  if (!program) return nullptr;
  auto meter = start_tegrastats_meter(*program, kTegrastatsPatience);
  return meter ? std::move(*meter) : nullptr;
}

// "VDD_GPU (gpu_rail), VIN (board_input)"
std::string rails_of(PowerMeter& meter) {
  std::vector<std::string> rails;
  for (const PowerReading& reading : meter.read().value_or(std::vector<PowerReading>{})) {
    rails.push_back(fmt::format("{} ({})", reading.rail, power_scope_name(reading.scope)));
  }
  return fmt::format("{}", fmt::join(rails, ", "));
}

// "nvml:0 NVIDIA H100: board (gpu_board); nvml:1 ..."
std::string meters_and_rails(const Meters& meters) {
  std::vector<std::string> texts;
  for (const auto& meter : meters) {
    const std::string rails = rails_of(*meter);
    texts.push_back(fmt::format("{}: {}", meter->name(), rails.empty() ? "no power" : rails));
  }
  return fmt::format("{}", fmt::join(texts, "; "));
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
  if (meters.empty()) return missing(source, "NVML is here, but lists no GPU; see nvidia-smi -L");
  return available(source, meters_and_rails(meters) + "; utilization, clocks, temperature, memory");
}

Capability of_board(const SystemRoots& roots) {
  const std::string source = "board power rails";
  if (const auto meter = find_board_sensor(roots.sys)) return available(source, rails_of(*meter));
  if (has_closed_board_sensor(roots.sys)) {
    return missing(source,
                   "only root may read them: sudo chmod a+r /sys/class/hwmon/hwmon*/in*_input "
                   "/sys/class/hwmon/hwmon*/curr*_input, until the next start");
  }
  return missing(source, "no INA3221 or INA238 under /sys/class/hwmon; Jetson boards have them");
}

Capability of_tegrastats(const SystemRoots& roots) {
  const std::string source = kTegrastats;
  if (find_board_sensor(roots.sys))
    return missing(source, "not needed: the rails are read directly");
  if (!is_jetson(roots)) return missing(source, "only Jetson boards have it");
  if (find_program(kTegrastats)) {
    return available(source, "rails and GPU utilization, every 0.1 s");
  }
  return missing(source, "not in PATH: sudo apt install nvidia-l4t-tools");
}

Capability of_gpu_sensors(const SystemRoots& roots) {
  const std::string source = "AMD or Intel GPU (hwmon)";
  const auto meters = find_gpu_sensors(roots.sys);
  if (meters.empty()) return missing(source, "no sensor of amdgpu, xe or i915 here");
  return available(source, meters_and_rails(meters));
}

Capability of_rapl(const SystemRoots& roots) {
  const std::string source = "CPU energy (RAPL)";
  if (const auto meter = find_rapl(roots.sys)) return available(source, rails_of(*meter));
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
  if (find_batteries(roots.sys).empty()) return missing(source, "no battery");
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
    return available(source, "RSS of its processes: this kernel reports no PSS (smaps_rollup)");
  }
  return missing(source, "no process folders under /proc; is it mounted?");
}

}  // namespace

Meters find_power_meters(const SystemRoots& roots) {
  Meters meters = find_nvml_meters(roots.nvml);
  const auto add = [&](std::unique_ptr<PowerMeter> meter) {
    if (meter) meters.push_back(std::move(meter));
  };
  add(board_meter(roots));
  for (auto& meter : find_gpu_sensors(roots.sys)) add(std::move(meter));
  add(find_rapl(roots.sys));
  for (auto& meter : find_batteries(roots.sys)) add(std::move(meter));
  return meters;
}

std::vector<Capability> capabilities(const SystemRoots& roots) {
  return {of_nvml(roots), of_board(roots),     of_tegrastats(roots),    of_gpu_sensors(roots),
          of_rapl(roots), of_batteries(roots), of_system_memory(roots), of_engine_memory(roots)};
}

}  // namespace sightmark
