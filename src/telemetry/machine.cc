#include "telemetry/machine.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "telemetry/jetson.h"
#include "telemetry/memory.h"
#include "telemetry/nvml.h"
#include "telemetry/processor.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

// Beginnings of names that say nothing: placeholders that no one filled in, virtual machines.
constexpr std::string_view kUselessStarts[] = {"to be filled",
                                               "system product",
                                               "system manufacturer",
                                               "system name",
                                               "default string",
                                               "not specified",
                                               "not applicable",
                                               "product name",
                                               "o.e.m.",
                                               "oem",
                                               "none",
                                               "unknown",
                                               "virtual machine",
                                               "standard pc",
                                               "bochs",
                                               "virtualbox",
                                               "vmware",
                                               "kvm",
                                               "qemu",
                                               "hvm domu"};

bool is_useful(std::string_view name) {
  return !name.empty() && std::ranges::none_of(kUselessStarts, [&](std::string_view useless) {
    return contains_ignoring_case(name.substr(0, useless.size()), useless);
  });
}

std::optional<std::string> useful_text(const fs::path& path) {
  const auto text = read_text(path);
  return text && is_useful(*text) ? std::optional(plain_text(*text)) : std::nullopt;
}

// "NVIDIA Jetson AGX Orin Developer Kit", "Raspberry Pi 5", as the firmware reports it.
std::optional<std::string> board_model(const SystemRoots& roots) {
  return useful_text(roots.proc / "device-tree/model");
}

// The name of a PC or a server, with its maker's before it, as the firmware reports it.
std::optional<std::string> product_name(const SystemRoots& roots) {
  auto product = useful_text(roots.sys / "class/dmi/id/product_name");
  if (!product) return std::nullopt;
  const auto maker = useful_text(roots.sys / "class/dmi/id/sys_vendor");
  const std::string first_word = maker ? maker->substr(0, maker->find_first_of(" ,")) : "";
  if (first_word.empty() || contains_ignoring_case(*product, first_word)) return product;
  return fmt::format("{} {}", first_word, *product);
}

std::optional<std::string> plain_file(const fs::path& path) {
  const auto text = read_text(path);
  return text && !text->empty() ? std::optional(plain_text(*text)) : std::nullopt;
}

// The PRETTY_NAME of os-release: "Ubuntu 24.04.1 LTS".
std::optional<std::string> system_name(const SystemRoots& roots) {
  const std::string text = read_text(roots.etc / "os-release").value_or("");
  const auto name = text_between(text, "PRETTY_NAME=\"", "\"");
  return name ? std::optional(plain_text(*name)) : std::nullopt;
}

std::string architecture() {
  utsname names{};
  return ::uname(&names) == 0 ? names.machine : "";
}

void add_memory(Facts& facts, const SystemRoots& roots) {
  const auto memory = system_memory(roots.proc);
  add_fact(facts, "memory_total_mb", memory ? std::optional(memory->total_mb) : std::nullopt);
  const auto limit_mb = memory_limit_mb(roots.proc, roots.sys);
  if (limit_mb && memory && *limit_mb < memory->total_mb)
    facts.push_back({"memory_limit_mb", *limit_mb});
}

void add_gpu_names(Facts& facts, const SystemRoots& roots) {
  const auto nvml = Nvml::open(roots.nvml);
  if (!nvml || nvml->gpu_count() == 0) return;
  std::vector<std::string> names;
  std::optional<double> memory_mb;
  for (std::size_t gpu = 0; gpu < nvml->gpu_count(); ++gpu) {
    names.push_back(nvml->name(gpu).value_or("unnamed"));
    if (const auto mb = nvml->memory_total_mb(gpu)) memory_mb = memory_mb.value_or(0) + *mb;
  }
  facts.push_back({"gpu_names", names});
  add_fact(facts, "gpu_memory_total_mb", memory_mb);
  add_fact(facts, "driver_version", nvml->driver_version());
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

// The hottest zone of each type. A zone that is switched off cannot be read.
void add_temperatures(Facts& facts, const fs::path& sys) {
  constexpr double kMillidegree = 1e-3;
  Facts zones;
  for (const fs::path& folder : entries(sys / "class/thermal", "thermal_zone")) {
    const auto type = read_text(folder / "type");
    const auto millidegrees = read_integer(folder / "temp");
    if (!type || type->empty() || !millidegrees) continue;
    const std::string name = fmt::format("temperature_{}_c", name_part(*type));
    const double degrees = static_cast<double>(*millidegrees) * kMillidegree;
    const auto same = std::ranges::find(zones, name, &Fact::name);
    if (same == zones.end()) {
      zones.push_back({name, degrees});
    } else {
      same->value = std::max(std::get<double>(same->value), degrees);
    }
  }
  facts.insert(facts.end(), zones.begin(), zones.end());
}

// With several GPUs, each has its number in the name: gpu1_clock_mhz.
void add_gpu_state(Facts& facts, const std::string& library) {
  const auto nvml = Nvml::open(library);
  if (!nvml) return;
  for (std::size_t gpu = 0; gpu < nvml->gpu_count(); ++gpu) {
    const std::string start = nvml->gpu_count() == 1 ? "gpu" : fmt::format("gpu{}", gpu);
    add_fact(facts, start + "_clock_mhz", nvml->clock_mhz(gpu));
    add_fact(facts, start + "_memory_clock_mhz", nvml->memory_clock_mhz(gpu));
    add_fact(facts, start + "_temperature_c", nvml->temperature_c(gpu));
    add_fact(facts, start + "_power_limit_w", nvml->power_limit_w(gpu));
    add_fact(facts, start + "_throttle_reasons", nvml->throttle_reasons(gpu));
  }
}

// The clock of a GPU that is part of the chip; NVML reports little of it.
void add_chip_gpu(Facts& facts, const fs::path& sys) {
  if (number_of(facts, "gpu_clock_mhz")) return;
  for (const fs::path& device : entries(sys / "class/devfreq")) {
    if (!contains_ignoring_case(device.filename().string(), "gpu")) continue;
    const auto hertz = read_integer(device / "cur_freq");
    if (hertz) return facts.push_back({"gpu_clock_mhz", static_cast<double>(*hertz) * 1e-6});
  }
}

std::optional<double> load_average(const fs::path& proc) {
  const std::string text = read_text(proc / "loadavg").value_or("");
  std::string_view averages = text;
  return take_decimal(averages);
}

}  // namespace

std::string device_name(const SystemRoots& roots) {
  if (const auto board = board_model(roots)) return *board;
  const auto nvml = Nvml::open(roots.nvml);
  const auto gpu = nvml && nvml->gpu_count() > 0 ? nvml->name(0) : std::nullopt;
  if (gpu) return *gpu;
  if (const auto product = product_name(roots)) return *product;
  return plain_file(roots.proc / "sys/kernel/hostname").value_or("unnamed device");
}

Facts machine_facts(const SystemRoots& roots) {
  Facts facts{{"device_name", device_name(roots)}};
  const Processor cpu = processor(roots.proc);
  add_fact(facts, "host", plain_file(roots.proc / "sys/kernel/hostname"));
  add_fact(facts, "board_model", board_model(roots));
  add_fact(facts, "product_name", product_name(roots));
  add_fact(facts, "os", system_name(roots));
  add_fact(facts, "kernel", plain_file(roots.proc / "sys/kernel/osrelease"));
  facts.push_back({"architecture", architecture()});
  add_fact(facts, "cpu_model", cpu.model);
  facts.push_back({"cpu_core_count", cpu.core_count});
  facts.push_back({"cpu_thread_count", cpu.thread_count});
  add_memory(facts, roots);
  add_gpu_names(facts, roots);
  return facts;
}

Facts device_state(const SystemRoots& roots) {
  Facts facts;
  add_fact(facts, "power_mode", power_mode(roots));
  const Facts processors = processor_state(roots.sys);
  facts.insert(facts.end(), processors.begin(), processors.end());
  add_gpu_state(facts, roots.nvml);
  add_chip_gpu(facts, roots.sys);
  add_temperatures(facts, roots.sys);
  add_fact(facts, "load_average_1min", load_average(roots.proc));
  const auto memory = system_memory(roots.proc);
  add_fact(facts, "memory_available_mb",
           memory ? std::optional(memory->available_mb) : std::nullopt);
  return facts;
}

}  // namespace sightmark
