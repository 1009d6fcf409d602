#include "telemetry/kernel_sensor.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/text.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

bool is_gpu_driver(const std::string& name) {
  return name == "amdgpu" || name == "xe" || name == "i915";
}

// Only a graphics card has a power limit; for a GPU within the CPU, amdgpu reports the power of the
// package that both are in.
PowerScope gpu_scope(const std::string& driver, const fs::path& sensor) {
  const bool is_card = driver != "amdgpu" || fs::exists(sensor / "power1_cap");
  return is_card ? PowerScope::GpuBoard : PowerScope::CpuPackage;
}

// Power in microwatts, an instant ("input") or a mean ("average"); energy in microjoules.
std::optional<FileRail> gpu_rail(const std::string& driver, const fs::path& sensor) {
  FileRail rail{.name = read_text(sensor / "power1_label").value_or("card"),
                .scope = gpu_scope(driver, sensor),
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
  return file ? std::optional(BusyFile{std::move(*file), 1}) : std::nullopt;
}

constexpr std::string_view kZoneStart = "intel-rapl:";  // on AMD too

std::vector<fs::path> rapl_zones(const fs::path& sys) {
  return entries(sys / "class/powercap", kZoneStart);
}

// Nothing for other zones: core and uncore are parts of a package, psys differs from board to
// board.
std::optional<PowerScope> zone_scope(const std::string& zone_name) {
  if (zone_name.starts_with("package")) return PowerScope::CpuPackage;
  if (zone_name == "dram") return PowerScope::Dram;
  return std::nullopt;
}

// "package-0"; a zone within another gets that zone's number, "dram-0" for intel-rapl:0:2.
std::string zone_rail_name(const fs::path& zone, const std::string& zone_name) {
  const std::string numbers = zone.filename().string().substr(kZoneStart.size());
  const std::size_t colon = numbers.find(':');
  if (colon == std::string::npos) return plain_text(zone_name);
  return plain_text(fmt::format("{}-{}", zone_name, numbers.substr(0, colon)));
}

std::optional<FileRail> rapl_rail(const fs::path& zone) {
  const auto name = read_text(zone / "name");
  const auto scope = name ? zone_scope(*name) : std::nullopt;
  const auto largest_uj = read_integer(zone / "max_energy_range_uj");
  auto energy = ValueFile::open(zone / "energy_uj");
  if (!scope || !energy || !largest_uj || *largest_uj <= 0) return std::nullopt;
  return FileRail{.name = zone_rail_name(zone, *name),
                  .scope = *scope,
                  .energy = std::move(energy),
                  .energy_scale_j = 1e-6,
                  .energy_unwrap = CounterUnwrap(static_cast<std::uint64_t>(*largest_uj))};
}

class Battery : public PowerMeter {
 public:
  explicit Battery(fs::path folder) : folder_(std::move(folder)) {}

  std::string name() const override {
    return plain_text(fmt::format("battery:{}", folder_.filename().string()));
  }

  Expected<std::vector<PowerReading>> read() override {
    const auto status = read_text(folder_ / "status");
    if (!status) return fail(fmt::format("{}: it reports no state; was it taken out?", name()));
    const auto power_w = *status == "Discharging" ? discharge_w() : std::nullopt;
    return std::vector<PowerReading>{{"discharge", PowerScope::BoardInput, power_w, std::nullopt}};
  }

 private:
  // Microwatts, or microvolts times microamperes; some drivers report a discharge as negative.
  std::optional<double> discharge_w() const {
    if (const auto power = read_integer(folder_ / "power_now")) {
      return std::abs(static_cast<double>(*power)) * 1e-6;
    }
    const auto voltage = read_integer(folder_ / "voltage_now");
    const auto current = read_integer(folder_ / "current_now");
    if (!voltage || !current) return std::nullopt;
    return std::abs(static_cast<double>(*voltage) * static_cast<double>(*current)) * 1e-12;
  }

  fs::path folder_;
};

std::optional<double> power_w(const FileRail& rail) {
  if (rail.power_factors.empty()) return std::nullopt;
  double product = rail.power_scale_w;
  for (const ValueFile& file : rail.power_factors) {
    const auto factor = file.read();
    if (!factor) return std::nullopt;
    product *= static_cast<double>(*factor);
  }
  return product;
}

std::optional<double> energy_j(FileRail& rail) {
  const auto raw = rail.energy ? rail.energy->read() : std::nullopt;
  if (!raw || *raw < 0) return std::nullopt;
  const std::uint64_t unwrapped = rail.energy_unwrap.unwrapped(static_cast<std::uint64_t>(*raw));
  return static_cast<double>(unwrapped) * rail.energy_scale_j;
}

bool is_unknown(const PowerReading& reading) { return !reading.power_w && !reading.energy_j; }

}  // namespace

Meters find_gpu_sensors(const fs::path& sys) {
  Meters meters;
  for (const fs::path& sensor : entries(sys / "class/hwmon", "hwmon")) {
    const std::string driver = read_text(sensor / "name").value_or("");
    auto rail = is_gpu_driver(driver) ? gpu_rail(driver, sensor) : std::nullopt;
    if (!rail) continue;
    std::vector<FileRail> rails;
    rails.push_back(std::move(*rail));
    meters.push_back(std::make_unique<FileMeter>(fmt::format("{}:{}", driver, meters.size()),
                                                 std::move(rails), busy_file(sensor)));
  }
  return meters;
}

std::unique_ptr<PowerMeter> find_rapl(const fs::path& sys) {
  std::vector<FileRail> rails;
  for (const fs::path& zone : rapl_zones(sys)) {
    if (auto rail = rapl_rail(zone)) rails.push_back(std::move(*rail));
  }
  if (rails.empty()) return nullptr;
  return std::make_unique<FileMeter>("rapl", std::move(rails));
}

bool has_closed_rapl(const fs::path& sys) {
  return std::ranges::any_of(rapl_zones(sys),
                             [](const fs::path& zone) { return is_closed(zone / "energy_uj"); });
}

Meters find_batteries(const fs::path& sys) {
  Meters meters;
  for (const fs::path& supply : entries(sys / "class/power_supply")) {
    const bool is_of_system = read_text(supply / "scope").value_or("System") != "Device";
    if (read_text(supply / "type") == "Battery" && is_of_system) {
      meters.push_back(std::make_unique<Battery>(supply));
    }
  }
  return meters;
}

std::uint64_t CounterUnwrap::unwrapped(std::uint64_t raw) {
  if (raw < last_) base_ += largest_;
  last_ = raw;
  return base_ + raw;
}

FileMeter::FileMeter(std::string name, std::vector<FileRail> rails, std::optional<BusyFile> busy)
    : name_(std::move(name)), rails_(std::move(rails)), busy_(std::move(busy)) {}

Expected<std::vector<PowerReading>> FileMeter::read() {
  std::vector<PowerReading> readings;
  readings.reserve(rails_.size());
  for (FileRail& rail : rails_) {
    readings.push_back({rail.name, rail.scope, power_w(rail), energy_j(rail)});
  }
  if (!readings.empty() && std::all_of(readings.begin(), readings.end(), is_unknown)) {
    return fail(fmt::format("{}: its files can no longer be read", name_));
  }
  return readings;
}

std::optional<double> FileMeter::utilization_percent() {
  const auto busy = busy_ ? busy_->file.read() : std::nullopt;
  if (!busy) return std::nullopt;
  return static_cast<double>(*busy) * busy_->percent_scale;
}

}  // namespace sightmark
