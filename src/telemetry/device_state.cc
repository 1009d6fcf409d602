#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <set>

#include "base/text.h"
#include "telemetry/board.h"
#include "telemetry/machine.h"
#include "telemetry/memory.h"
#include "telemetry/nvml.h"
#include "telemetry/value_file.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

template <typename Value>
void add(Facts& facts, std::string name, const std::optional<Value>& value) {
  if (value) facts.push_back({std::move(name), *value});
}

std::vector<fs::path> processors(const fs::path& sys) {
  std::vector<fs::path> found = entries(sys / "devices/system/cpu", "cpu");
  std::erase_if(found, [](const fs::path& folder) {
    return !leading_integer(folder.filename().string().substr(3));
  });
  return found;
}

// The largest of a number that each processor tells; nothing where none does.
std::optional<double> largest(const std::vector<fs::path>& folders, const char* file,
                              double scale) {
  std::optional<double> found;
  for (const fs::path& folder : folders) {
    const auto number = read_integer(folder / file);
    if (number) found = std::max(found.value_or(0), static_cast<double>(*number) * scale);
  }
  return found;
}

std::optional<double> mean(const std::vector<fs::path>& folders, const char* file, double scale) {
  double sum = 0;
  int count = 0;
  for (const fs::path& folder : folders) {
    const auto number = read_integer(folder / file);
    sum += static_cast<double>(number.value_or(0)) * scale;
    count += number ? 1 : 0;
  }
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

// "performance", or "performance, schedutil" where processors differ.
std::optional<std::string> governors(const std::vector<fs::path>& folders) {
  std::set<std::string> names;
  for (const fs::path& folder : folders) {
    const auto name = read_text(folder / "cpufreq/scaling_governor");
    if (name && !name->empty()) names.insert(plain_text(*name));
  }
  std::string joined;
  for (const std::string& name : names) joined += (joined.empty() ? "" : ", ") + name;
  return joined.empty() ? std::nullopt : std::optional(joined);
}

// How often processors have been slowed by heat since the system's start.
std::optional<std::int64_t> throttle_count(const std::vector<fs::path>& folders) {
  std::optional<std::int64_t> sum;
  for (const fs::path& folder : folders) {
    const auto count = read_integer(folder / "thermal_throttle/core_throttle_count");
    if (count) sum = sum.value_or(0) + *count;
  }
  return sum;
}

void add_processors(Facts& facts, const fs::path& sys) {
  constexpr double kMegahertzPerKilohertz = 1e-3;
  const std::vector<fs::path> folders = processors(sys);
  add(facts, "cpu_governor", governors(folders));
  add(facts, "cpu_clock_mhz", mean(folders, "cpufreq/scaling_cur_freq", kMegahertzPerKilohertz));
  add(facts, "cpu_clock_limit_mhz",
      largest(folders, "cpufreq/scaling_max_freq", kMegahertzPerKilohertz));
  add(facts, "cpu_throttle_count", throttle_count(folders));
}

// A zone's type as part of a fact's name: "GPU-therm" becomes "gpu_therm".
std::string name_part(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    name += std::isalnum(byte) ? static_cast<char>(std::tolower(byte)) : '_';
  }
  return name;
}

// Of zones of one type the hottest. A zone that is switched off cannot be read.
void add_temperatures(Facts& facts, const fs::path& sys) {
  constexpr double kMillidegree = 1e-3;
  Facts zones;
  for (const fs::path& folder : entries(sys / "class/thermal", "thermal_zone")) {
    const auto type = read_text(folder / "type");
    const auto millidegrees = read_integer(folder / "temp");
    if (!type || type->empty() || !millidegrees) continue;
    const std::string name = fmt::format("temperature_{}_c", name_part(*type));
    const double degrees = static_cast<double>(*millidegrees) * kMillidegree;
    const auto same = std::find_if(zones.begin(), zones.end(),
                                   [&](const Fact& fact) { return fact.name == name; });
    if (same == zones.end()) {
      zones.push_back({name, degrees});
    } else {
      same->value = std::max(std::get<double>(same->value), degrees);
    }
  }
  facts.insert(facts.end(), zones.begin(), zones.end());
}

// With several GPUs, each has its number in the name: gpu1_clock_mhz.
void add_gpus(Facts& facts, const std::string& library) {
  const auto nvml = Nvml::open(library);
  if (!nvml) return;
  for (std::size_t gpu = 0; gpu < nvml->gpu_count(); ++gpu) {
    const std::string start = nvml->gpu_count() == 1 ? "gpu" : fmt::format("gpu{}", gpu);
    add(facts, start + "_clock_mhz", nvml->clock_mhz(gpu));
    add(facts, start + "_memory_clock_mhz", nvml->memory_clock_mhz(gpu));
    add(facts, start + "_temperature_c", nvml->temperature_c(gpu));
    add(facts, start + "_power_limit_w", nvml->power_limit_w(gpu));
    add(facts, start + "_throttle_reasons", nvml->throttle_reasons(gpu));
  }
}

// The clock of a GPU that is part of the chip, of which NVML tells little.
void add_chip_gpu(Facts& facts, const fs::path& sys) {
  const auto has_clock = [](const Fact& fact) { return fact.name == "gpu_clock_mhz"; };
  if (std::any_of(facts.begin(), facts.end(), has_clock)) return;
  for (const fs::path& device : entries(sys / "class/devfreq", "")) {
    if (!contains_ignoring_case(device.filename().string(), "gpu")) continue;
    const auto hertz = read_integer(device / "cur_freq");
    if (hertz) return facts.push_back({"gpu_clock_mhz", static_cast<double>(*hertz) * 1e-6});
  }
}

std::optional<double> load_average(const fs::path& proc) {
  const std::string text = read_text(proc / "loadavg").value_or("");
  double load = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), load);
  return error == std::errc() ? std::optional(load) : std::nullopt;
}

}  // namespace

Facts device_state(const SystemRoots& roots) {
  Facts facts;
  add(facts, "power_mode", power_mode(roots));
  add_processors(facts, roots.sys);
  add_gpus(facts, roots.nvml);
  add_chip_gpu(facts, roots.sys);
  add_temperatures(facts, roots.sys);
  add(facts, "load_average_1min", load_average(roots.proc));
  const auto memory = system_memory(roots.proc);
  add(facts, "memory_available_mb", memory ? std::optional(memory->available_mb) : std::nullopt);
  return facts;
}

}  // namespace sightmark
