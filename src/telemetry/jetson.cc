#include "telemetry/jetson.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "telemetry/file_meter.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

struct RailScope {
  std::string_view rail;
  PowerScope scope;
};

constexpr RailScope kRailScopes[] = {
    {"VDD_GPU", PowerScope::GpuRail},        {"VDD_GPU_SOC", PowerScope::GpuSocRail},
    {"VDD_CPU_CV", PowerScope::CpuRail},     {"VDD_CPU_SOC_MSS", PowerScope::CpuRail},
    {"VDD_CPU_GPU_CV", PowerScope::CpuRail}, {"VIN_SYS_5V0", PowerScope::SystemRail},
    {"VDD_IN", PowerScope::ModuleInput},     {"VIN", PowerScope::BoardInput},
};

constexpr int kInputLimit = 8;  // an INA3221 has inputs 1 to 3, an INA238 1

std::vector<fs::path> sensors(const fs::path& sys) {
  std::vector<fs::path> found = entries(sys / "class/hwmon", "hwmon");
  std::erase_if(found, [](const fs::path& sensor) {
    return !read_text(sensor / "name").value_or("").starts_with("ina");
  });
  return found;
}

// The rail's name; nothing if the input is not connected ("NC") or, like in7 of an INA3221, a
// sum of shunt voltages rather than a rail.
std::optional<std::string> rail_name(const fs::path& sensor, int input) {
  auto label = read_text(sensor / fmt::format("in{}_label", input));
  if (!label && input == 1) label = read_text(sensor / "label");  // a sensor with one rail
  if (!label || label->empty() || *label == "NC" || contains_ignoring_case(*label, "sum of")) {
    return std::nullopt;
  }
  return plain_text(*label);
}

std::optional<FileRail> rail_of(const fs::path& sensor, int input) {
  const auto name = rail_name(sensor, input);
  auto millivolts = ValueFile::open(sensor / fmt::format("in{}_input", input));
  auto milliamperes = ValueFile::open(sensor / fmt::format("curr{}_input", input));
  if (!name || !millivolts || !milliamperes) return std::nullopt;

  FileRail rail{.name = *name, .scope = jetson_rail_scope(*name), .power_scale_w = 1e-6};
  rail.power_factors.push_back(std::move(*millivolts));
  rail.power_factors.push_back(std::move(*milliamperes));
  return rail;
}

// The integrated GPU's load, in tenths of a percent.
std::optional<BusyFile> gpu_load(const fs::path& sys) {
  for (const fs::path& device : entries(sys / "class/devfreq")) {
    const std::string name = device.filename().string();
    const bool is_gpu =
        contains_ignoring_case(name, "gpu") || contains_ignoring_case(name, "ga10b");
    auto load = is_gpu ? ValueFile::open(device / "device/load") : std::nullopt;
    if (load) return BusyFile{std::move(*load), 0.1};
  }
  return std::nullopt;
}

}  // namespace

bool is_jetson(const SystemRoots& roots) {
  return contains_ignoring_case(read_text(roots.proc / "device-tree/model").value_or(""), "jetson");
}

// The status file says "pmode:0002"; the configuration names it: "< POWER_MODEL ID=2 NAME=30W >".
std::optional<std::string> power_mode(const SystemRoots& roots) {
  const std::string status = read_text(roots.var / "lib/nvpmodel/status").value_or("");
  const std::size_t colon = status.find(':');
  if (!status.starts_with("pmode") || colon == std::string::npos) return std::nullopt;
  const auto id = leading_integer(std::string_view(status).substr(colon + 1));
  if (!id) return std::nullopt;
  const std::string modes = read_text(roots.etc / "nvpmodel.conf").value_or("");
  const auto name = text_between(modes, fmt::format("POWER_MODEL ID={} NAME=", *id), " ");
  return name ? plain_text(*name) : std::to_string(*id);
}

PowerScope jetson_rail_scope(std::string_view rail) {
  for (const RailScope& known : kRailScopes) {
    if (known.rail == rail) return known.scope;
  }
  return PowerScope::Unknown;
}

std::unique_ptr<PowerMeter> find_board_sensor(const fs::path& sys) {
  std::vector<FileRail> rails;
  for (const fs::path& sensor : sensors(sys)) {
    for (int input = 1; input < kInputLimit; ++input) {
      if (auto rail = rail_of(sensor, input)) rails.push_back(std::move(*rail));
    }
  }
  if (rails.empty()) return nullptr;
  return std::make_unique<FileMeter>("board sensor", std::move(rails), gpu_load(sys));
}

bool has_closed_board_sensor(const fs::path& sys) {
  return std::ranges::any_of(sensors(sys), [](const fs::path& sensor) {
    return is_closed(sensor / "in1_input") || is_closed(sensor / "curr1_input");
  });
}

}  // namespace sightmark
