#include "telemetry/nvml_meter.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "telemetry/nvml.h"
#include "telemetry/pace.h"

namespace sightmark {
namespace {

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
    return fail(fmt::format("{}: NVML tells its power no more; see nvidia-smi and dmesg", name_));
  }

  std::optional<double> utilization_percent() override { return nvml_.utilization_percent(gpu_); }

  std::optional<double> memory_mb(std::span<const pid_t> processes) override {
    std::optional<double> sum;
    for (const GpuProcess& process : nvml_.processes(gpu_).value_or(std::vector<GpuProcess>{})) {
      const bool is_ours =
          std::find(processes.begin(), processes.end(), process.id) != processes.end();
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

std::vector<std::unique_ptr<PowerMeter>> find_nvml_meters(const std::string& library) {
  std::vector<std::unique_ptr<PowerMeter>> meters;
  const auto nvml = Nvml::open(library);
  for (std::size_t gpu = 0; nvml && gpu < nvml->gpu_count(); ++gpu) {
    auto own = Nvml::open(library);  // NVML counts its users, so each may come and go alone
    if (own && gpu < own->gpu_count()) {
      meters.push_back(std::make_unique<NvmlMeter>(std::move(*own), gpu));
    }
  }
  return meters;
}

}  // namespace sightmark
