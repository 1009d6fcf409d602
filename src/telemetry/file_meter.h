#pragma once

#include <optional>
#include <string>
#include <vector>

#include "telemetry/energy.h"
#include "telemetry/power_meter.h"
#include "telemetry/value_file.h"

namespace sightmark {

// One rail whose figures stand in files.
struct FileRail {
  std::string name;
  PowerScope scope = PowerScope::Unknown;
  std::vector<ValueFile> power_factors;  // their product ...
  double power_scale_w = 0;              // ... times this is the power
  std::optional<ValueFile> energy;       // the counter ...
  double energy_scale_j = 0;             // ... times this is the energy
  CounterUnwrap energy_unwrap{0};
};

// How busy a GPU is, by a file.
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
