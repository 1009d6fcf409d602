#include "telemetry/machine.h"

#include <sys/utsname.h>

#include <utility>

#include "base/text.h"
#include "telemetry/battery.h"
#include "telemetry/board.h"
#include "telemetry/board_sensor.h"
#include "telemetry/gpu_sensor.h"
#include "telemetry/memory.h"
#include "telemetry/nvml.h"
#include "telemetry/nvml_meter.h"
#include "telemetry/processor.h"
#include "telemetry/rapl.h"
#include "telemetry/tegrastats_meter.h"
#include "telemetry/value_file.h"

namespace sightmark {
namespace {

using namespace std::chrono_literals;

constexpr auto kTegrastatsPatience = 3s;

using Meters = std::vector<std::unique_ptr<PowerMeter>>;

// tegrastats is asked only where the board's own files are closed: it costs a process.
std::unique_ptr<PowerMeter> board_meter(const SystemRoots& roots) {
  if (auto sensor = find_board_sensor(roots.sys)) return sensor;
  const auto program = is_jetson(roots) ? find_tegrastats() : std::nullopt;
  if (!program) return nullptr;
  auto meter = start_tegrastats_meter(*program, kTegrastatsPatience);
  return meter ? std::move(*meter) : nullptr;
}

std::optional<std::string> plain_file(const std::filesystem::path& path) {
  const auto text = read_text(path);
  return text && !text->empty() ? std::optional(plain_text(*text)) : std::nullopt;
}

// The PRETTY_NAME of os-release: "Ubuntu 24.04.1 LTS".
std::optional<std::string> system_name(const SystemRoots& roots) {
  constexpr std::string_view kStart = "PRETTY_NAME=\"";
  const std::string text = read_text(roots.etc / "os-release").value_or("");
  const std::size_t start = text.find(kStart);
  if (start == std::string::npos) return std::nullopt;
  const std::size_t begin = start + kStart.size();
  return plain_text(text.substr(begin, text.find('"', begin) - begin));
}

std::string architecture() {
  utsname names{};
  return ::uname(&names) == 0 ? names.machine : "";
}

template <typename Value>
void add(Facts& facts, const char* name, const std::optional<Value>& value) {
  if (value) facts.push_back({name, *value});
}

void add_memory(Facts& facts, const SystemRoots& roots) {
  const auto memory = system_memory(roots.proc);
  add(facts, "memory_total_mb", memory ? std::optional(memory->total_mb) : std::nullopt);
  const auto limit_mb = memory_limit_mb(roots.proc, roots.sys);
  if (limit_mb && memory && *limit_mb < memory->total_mb)
    facts.push_back({"memory_limit_mb", *limit_mb});
}

void add_gpus(Facts& facts, const SystemRoots& roots) {
  const auto nvml = Nvml::open(roots.nvml);
  if (!nvml || nvml->gpu_count() == 0) return;
  std::vector<std::string> names;
  std::optional<double> memory_mb;
  for (std::size_t gpu = 0; gpu < nvml->gpu_count(); ++gpu) {
    names.push_back(nvml->name(gpu).value_or("unnamed"));
    if (const auto own_mb = nvml->memory_total_mb(gpu)) memory_mb = memory_mb.value_or(0) + *own_mb;
  }
  facts.push_back({"gpu_names", names});
  add(facts, "gpu_memory_total_mb", memory_mb);
  add(facts, "driver_version", nvml->driver_version());
}

}  // namespace

Meters find_power_meters(const SystemRoots& roots) {
  Meters meters = find_nvml_meters(roots.nvml);
  const auto add_one = [&](std::unique_ptr<PowerMeter> meter) {
    if (meter) meters.push_back(std::move(meter));
  };
  add_one(board_meter(roots));
  for (auto& meter : find_gpu_sensors(roots.sys)) add_one(std::move(meter));
  add_one(find_rapl(roots.sys));
  for (auto& meter : find_batteries(roots.sys)) add_one(std::move(meter));
  return meters;
}

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
  add(facts, "host", plain_file(roots.proc / "sys/kernel/hostname"));
  add(facts, "board_model", board_model(roots));
  add(facts, "product_name", product_name(roots));
  add(facts, "os", system_name(roots));
  add(facts, "kernel", plain_file(roots.proc / "sys/kernel/osrelease"));
  facts.push_back({"architecture", architecture()});
  add(facts, "cpu_model", cpu.model);
  facts.push_back({"cpu_core_count", cpu.core_count});
  facts.push_back({"cpu_thread_count", cpu.thread_count});
  add_memory(facts, roots);
  add_gpus(facts, roots);
  return facts;
}

}  // namespace sightmark
