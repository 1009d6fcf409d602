#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "telemetry/power_meter.h"

namespace sightmark {

// A meter that returns what `read` returns; by default one GPU board of 50 W, without a counter.
class FakePowerMeter : public PowerMeter {
 public:
  using Read = std::function<Expected<std::vector<PowerReading>>()>;

  explicit FakePowerMeter(std::string name = "fake", Read read = one_reading(50, std::nullopt))
      : name_(std::move(name)), read_(std::move(read)) {}

  static Read one_reading(std::optional<double> power_w, std::optional<double> energy_j) {
    return [=] {
      return std::vector<PowerReading>{{"board", PowerScope::GpuBoard, power_w, energy_j}};
    };
  }

  std::string name() const override { return name_; }
  Expected<std::vector<PowerReading>> read() override {
    ++read_count;
    return read_();
  }
  std::optional<double> utilization_percent() override { return utilization; }
  std::optional<double> memory_mb(std::span<const pid_t> processes) override {
    return processes.empty() ? std::nullopt : memory;
  }

  // Set before a sampler has the meter.
  std::optional<double> utilization, memory;
  std::atomic<int> read_count{0};

 private:
  std::string name_;
  Read read_;
};

}  // namespace sightmark
