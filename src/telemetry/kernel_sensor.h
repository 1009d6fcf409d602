#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "telemetry/power_meter.h"
#include "telemetry/system_file.h"

// Power meters that Linux shows as files under /sys on PCs, laptops and servers. jetson.h has those
// of Jetson boards.
namespace sightmark {

// A meter for each GPU whose driver reports power or energy: amdgpu, xe and i915.
Meters find_gpu_sensors(const std::filesystem::path& sys);

// A meter of all energy counters of CPU packages and memory (Running Average Power Limit, of Intel
// and AMD) that this user can read; null where there is none.
std::unique_ptr<PowerMeter> find_rapl(const std::filesystem::path& sys);

// Whether there are counters that only root may read, as in Linux 5.10 and later.
bool has_closed_rapl(const std::filesystem::path& sys);

// A meter for each battery. While it discharges, its power is that of the whole device; at all
// other times the power is unknown.
Meters find_batteries(const std::filesystem::path& sys);

// Makes a counter that starts again at 0 after `largest` one that only grows.
class CounterUnwrap {
 public:
  explicit CounterUnwrap(std::uint64_t largest) : largest_(largest) {}

  std::uint64_t unwrapped(std::uint64_t raw);

 private:
  std::uint64_t largest_, last_ = 0, base_ = 0;
};

// One rail whose power and energy are in files.
struct FileRail {
  std::string name;
  PowerScope scope = PowerScope::Unknown;
  std::vector<ValueFile> power_factors;  // their product ...
  double power_scale_w = 0;              // ... times this is the power
  std::optional<ValueFile> energy;       // the counter ...
  double energy_scale_j = 0;             // ... times this is the energy
  CounterUnwrap energy_unwrap{0};
};

// A file that says how busy a GPU is.
struct BusyFile {
  ValueFile file;
  double percent_scale;
};

// A meter whose rails are files of the kernel: sensors of the board, of a GPU, of a CPU.
class FileMeter : public PowerMeter {
 public:
  FileMeter(std::string name, std::vector<FileRail> rails,
            std::optional<BusyFile> busy = std::nullopt);

  std::string name() const override { return name_; }
  Expected<std::vector<PowerReading>> read() override;
  std::optional<double> utilization_percent() override;

 private:
  std::string name_;
  std::vector<FileRail> rails_;
  std::optional<BusyFile> busy_;
};

}  // namespace sightmark
