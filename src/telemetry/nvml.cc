#include "telemetry/nvml.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/text.h"
#include "telemetry/nvml_library.h"
#include "telemetry/pace.h"

namespace sightmark {

namespace nvml {

Library::~Library() {
  if (is_started && shutdown) shutdown();
}

Expected<void> Library::start() {
  const Status status = init ? init() : kNotSupported;
  if (status != kSuccess) {
    return fail(fmt::format(
        "NVML does not start: {}; see whether nvidia-smi works and the driver is loaded",
        error_string ? plain_text(error_string(status)) : fmt::format("error {}", status)));
  }
  is_started = true;
  for (unsigned i = 0; i < answer<unsigned>(count).value_or(0); ++i) {
    if (const auto gpu = answer<Device>(gpu_at, i)) gpus.push_back(*gpu);
  }
  return {};
}

}  // namespace nvml

namespace {

using namespace nvml;

constexpr double kBytesPerMb = 1 << 20;
constexpr std::size_t kProcessLimit = 4096;

struct ThrottleReason {
  std::uint64_t bit;
  const char* name;
};

// nvmlClocksEventReasons; "idle" and "set by the user" are left out: they lower nothing.
constexpr ThrottleReason kThrottleReasons[] = {
    {0x04, "sw_power_cap"},          {0x08, "hw_slowdown"},         {0x10, "sync_boost"},
    {0x20, "sw_thermal_slowdown"},   {0x40, "hw_thermal_slowdown"}, {0x80, "hw_power_brake"},
    {0x100, "display_clock_setting"}};

// The number of a field; nothing for a type that no power field has.
std::optional<double> number_of(const FieldValue& field) {
  switch (field.value_type) {
    case ValueType::Double:
      return field.value.as_double;
    case ValueType::UnsignedInt:
      return field.value.as_unsigned;
    case ValueType::UnsignedLong:
      return static_cast<double>(field.value.as_unsigned_long);
    case ValueType::UnsignedLongLong:
      return static_cast<double>(field.value.as_unsigned_long_long);
    case ValueType::SignedLongLong:
      return static_cast<double>(field.value.as_long_long);
    case ValueType::SignedInt:
      return field.value.as_int;
  }
  return std::nullopt;
}

template <std::size_t size, typename Function, typename... Arguments>
std::optional<std::string> text_answer(Function* function, Arguments... arguments) {
  std::array<char, size> text{};
  if (!function || function(arguments..., text.data(), size) != kSuccess) return std::nullopt;
  text.back() = '\0';
  return plain_text(text.data());
}

std::optional<double> scaled(std::optional<double> value, double scale) {
  return value ? std::optional(*value * scale) : std::nullopt;
}

// The counter ticks every 100 ms. Asking for it took 3.9 ms of an H100's driver (power: 0.0005 ms).
constexpr std::chrono::milliseconds kCounterInterval{100};

class NvmlMeter : public PowerMeter {
 public:
  NvmlMeter(Nvml nvml, std::size_t gpu)
      : nvml_(std::move(nvml)),
        gpu_(gpu),
        name_(fmt::format("nvml:{} {}", gpu, nvml_.name(gpu).value_or("GPU"))),
        has_instant_(nvml_.instant_power_w(gpu).has_value()),
        has_rail_(power_w().has_value() || nvml_.energy_j(gpu).has_value()) {}

  std::string name() const override { return name_; }

  Expected<std::vector<PowerReading>> read() override {
    if (!has_rail_) return std::vector<PowerReading>{};
    PowerReading reading{has_instant_ ? "board" : "board_average", PowerScope::GpuBoard, power_w(),
                         std::nullopt};
    const bool is_counter_due = counter_pace_.is_due(now());
    if (is_counter_due) {
      reading.energy_j = counter_pace_.spend([&] { return nvml_.energy_j(gpu_); });
    }
    if (reading.power_w || reading.energy_j || !is_counter_due)
      return std::vector{std::move(reading)};
    return fail(
        fmt::format("{}: NVML no longer reports its power; see nvidia-smi and dmesg", name_));
  }

  std::optional<double> utilization_percent() override { return nvml_.utilization_percent(gpu_); }

  std::optional<double> memory_mb(std::span<const pid_t> processes) override {
    std::optional<double> sum;
    for (const GpuProcess& process : nvml_.processes(gpu_).value_or(std::vector<GpuProcess>{})) {
      const bool is_ours = std::ranges::find(processes, process.id) != processes.end();
      if (is_ours && process.memory_mb) sum = sum.value_or(0) + *process.memory_mb;
    }
    return sum;
  }

 private:
  std::optional<double> power_w() const {
    return has_instant_ ? nvml_.instant_power_w(gpu_) : nvml_.power_usage_w(gpu_);
  }

  Nvml nvml_;
  std::size_t gpu_;
  std::string name_;
  bool has_instant_, has_rail_;
  Pace counter_pace_{kCounterInterval};
};

}  // namespace

Nvml::Nvml(std::unique_ptr<Library> library) : library_(std::move(library)) {}
Nvml::Nvml(Nvml&&) noexcept = default;
Nvml& Nvml::operator=(Nvml&&) noexcept = default;
Nvml::~Nvml() = default;

Expected<Nvml> Nvml::open(const std::string& library) {
  void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    return fail(fmt::format(
        "{} is not found; for an NVIDIA GPU, install its driver, and in a container pass the GPU "
        "on (docker run --gpus all)",
        plain_text(library)));
  }
  auto loaded = std::make_unique<Library>(handle);
  if (const auto begun = loaded->start(); !begun) return tl::unexpected(begun.error());
  return Nvml(std::move(loaded));
}

std::size_t Nvml::gpu_count() const { return library_->gpus.size(); }

std::optional<std::string> Nvml::driver_version() const {
  return text_answer<kVersionSize>(library_->driver_version);
}

std::optional<std::string> Nvml::name(std::size_t gpu) const {
  return text_answer<kNameSize>(library_->name, library_->gpus[gpu]);
}

std::optional<double> Nvml::instant_power_w(std::size_t gpu) const {
  FieldValue field{.field_id = kFieldPowerInstant};
  const bool is_answered = library_->fields &&
                           library_->fields(library_->gpus[gpu], 1, &field) == kSuccess &&
                           field.status == kSuccess;
  return is_answered ? scaled(number_of(field), 1e-3) : std::nullopt;
}

std::optional<double> Nvml::power_usage_w(std::size_t gpu) const {
  return scaled(answer<unsigned>(library_->power, library_->gpus[gpu]), 1e-3);
}

std::optional<double> Nvml::energy_j(std::size_t gpu) const {
  return scaled(answer<unsigned long long>(library_->energy, library_->gpus[gpu]), 1e-3);
}

std::optional<double> Nvml::power_limit_w(std::size_t gpu) const {
  return scaled(answer<unsigned>(library_->power_limit, library_->gpus[gpu]), 1e-3);
}

std::optional<double> Nvml::utilization_percent(std::size_t gpu) const {
  const auto utilization = answer<Utilization>(library_->utilization, library_->gpus[gpu]);
  return utilization ? std::optional<double>(utilization->gpu) : std::nullopt;
}

std::optional<double> Nvml::clock_mhz(std::size_t gpu) const {
  return answer<unsigned>(library_->clock, library_->gpus[gpu], kClockSm);
}

std::optional<double> Nvml::memory_clock_mhz(std::size_t gpu) const {
  return answer<unsigned>(library_->clock, library_->gpus[gpu], kClockMemory);
}

std::optional<double> Nvml::temperature_c(std::size_t gpu) const {
  return answer<unsigned>(library_->temperature, library_->gpus[gpu], kTemperatureGpu);
}

std::optional<double> Nvml::memory_total_mb(std::size_t gpu) const {
  const auto memory = answer<Memory>(library_->memory, library_->gpus[gpu]);
  if (!memory || memory->total == kValueNotAvailable) return std::nullopt;
  return static_cast<double>(memory->total) / kBytesPerMb;
}

std::optional<std::vector<std::string>> Nvml::throttle_reasons(std::size_t gpu) const {
  const auto ask = library_->event_reasons ? library_->event_reasons : library_->throttle_reasons;
  const auto bits = answer<unsigned long long>(ask, library_->gpus[gpu]);
  if (!bits) return std::nullopt;
  std::vector<std::string> names;
  for (const ThrottleReason& reason : kThrottleReasons) {
    if (*bits & reason.bit) names.emplace_back(reason.name);
  }
  return names;
}

std::optional<std::vector<GpuProcess>> Nvml::processes(std::size_t gpu) const {
  if (!library_->processes) return std::nullopt;
  std::vector<ProcessInfo> infos(64);
  Status status = kInsufficientSize;
  unsigned count = 0;
  while (status == kInsufficientSize && infos.size() <= kProcessLimit) {
    count = static_cast<unsigned>(infos.size());
    status = library_->processes(library_->gpus[gpu], &count, infos.data());
    if (status == kInsufficientSize) infos.resize(infos.size() * 4);
  }
  if (status != kSuccess) return std::nullopt;
  infos.resize(count);

  std::vector<GpuProcess> found;
  for (const ProcessInfo& info : infos) {
    const bool is_known = info.used_gpu_memory != kValueNotAvailable;
    const double memory_mb = static_cast<double>(info.used_gpu_memory) / kBytesPerMb;
    found.push_back(
        {static_cast<pid_t>(info.pid), is_known ? std::optional(memory_mb) : std::nullopt});
  }
  return found;
}

Meters find_nvml_meters(const std::string& library) {
  Meters meters;
  const auto nvml = Nvml::open(library);
  for (std::size_t gpu = 0; nvml && gpu < nvml->gpu_count(); ++gpu) {
    auto opened = Nvml::open(library);  // NVML counts its users, so each may come and go alone
    if (opened && gpu < opened->gpu_count()) {
      meters.push_back(std::make_unique<NvmlMeter>(std::move(*opened), gpu));
    }
  }
  return meters;
}

}  // namespace sightmark
