#include "telemetry/gpu_sensor.h"

#include <fmt/format.h>

#include "telemetry/file_meter.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

bool is_gpu_driver(const std::string& name) {
  return name == "amdgpu" || name == "xe" || name == "i915";
}

// Only a card of its own has a power limit; of a GPU within the CPU, amdgpu tells the power of the
// package that both are in.
PowerScope scope_of(const std::string& driver, const fs::path& sensor) {
  const bool is_card = driver != "amdgpu" || fs::exists(sensor / "power1_cap");
  return is_card ? PowerScope::GpuBoard : PowerScope::CpuPackage;
}

// Power in microwatts, which a driver tells as an instant ("input") or as a mean ("average");
// energy in microjoules.
std::optional<FileRail> rail_of(const std::string& driver, const fs::path& sensor) {
  FileRail rail{.name = read_text(sensor / "power1_label").value_or("card"),
                .scope = scope_of(driver, sensor),
                .power_scale_w = 1e-6,
                .energy = ValueFile::open(sensor / "energy1_input"),
                .energy_scale_j = 1e-6};
  auto power = ValueFile::open(sensor / "power1_input");
  if (!power) power = ValueFile::open(sensor / "power1_average");
  if (power) rail.power_factors.push_back(std::move(*power));
  if (rail.power_factors.empty() && !rail.energy) return std::nullopt;
  return rail;
}

std::optional<BusyFile> busy_file(const fs::path& sensor) {
  auto file = ValueFile::open(sensor / "device/gpu_busy_percent");
  if (!file) return std::nullopt;
  return BusyFile{std::move(*file), 1};
}

}  // namespace

std::vector<std::unique_ptr<PowerMeter>> find_gpu_sensors(const fs::path& sys) {
  std::vector<std::unique_ptr<PowerMeter>> meters;
  for (const fs::path& sensor : entries(sys / "class/hwmon", "hwmon")) {
    const std::string driver = read_text(sensor / "name").value_or("");
    auto rail = is_gpu_driver(driver) ? rail_of(driver, sensor) : std::nullopt;
    if (!rail) continue;
    std::vector<FileRail> rails;
    rails.push_back(std::move(*rail));
    meters.push_back(std::make_unique<FileMeter>(fmt::format("{}:{}", driver, meters.size()),
                                                 std::move(rails), busy_file(sensor)));
  }
  return meters;
}

}  // namespace sightmark
