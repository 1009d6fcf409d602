#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "telemetry/memory.h"
#include "telemetry/power_meter.h"
#include "telemetry/sampler.h"
#include "telemetry/series.h"
#include "telemetry/telemetry_log.h"

// The sampler's memory: what each source reported over time, and windows cut out of it.
namespace sightmark {

// A day at 10 samples a second; 16 MiB a series at most.
inline constexpr std::size_t kSampleLimit = 1 << 20;

// One quantity and its key in telemetry.csv.
struct Quantity {
  std::string key;
  Series series{kSampleLimit};

  void add(Instant moment, std::optional<double> value, TelemetryRows& rows);
  std::optional<double> latest(Instant to) const;
  std::optional<double> peak(Instant from, Instant to) const;
};

// The rails of one meter.
class MeterTrack {
 public:
  explicit MeterTrack(std::string source) : source_(std::move(source)) {}

  void add(Instant moment, const std::vector<PowerReading>& readings, TelemetryRows& rows);

  std::vector<RailWindow> windows(Instant from, Instant to) const;
  void forget_before(Instant moment);

 private:
  struct Rail {
    std::string name;
    PowerScope scope;
    Quantity watts, joules;
  };

  std::string source_;
  std::vector<Rail> rails_;
};

struct CpuTime {  // since the system's start, summed over all processors
  double busy_s, total_s;
};

std::optional<CpuTime> cpu_time(const std::filesystem::path& proc);

// The mean of the GPUs that report it; of the engine's alone once some are known to be.
// `is_engines` has a value for each meter.
std::optional<double> gpu_utilization_percent(const Meters& meters,
                                              const std::vector<bool>& is_engines);

struct LoadSample {
  std::optional<CpuTime> cpu;
  std::optional<double> gpu_percent;
};

struct MemorySample {
  std::optional<SystemMemory> system;
  std::optional<ProcessMemory> engine;
  std::vector<std::optional<double>> gpu_mb;  // of the engine's processes, for each meter
};

// Memory and load of the system.
class SystemTrack {
 public:
  void add(Instant moment, const LoadSample& sample, TelemetryRows& rows);
  void add(Instant moment, const MemorySample& sample, TelemetryRows& rows);

  // The latest values at the window's end, and the peaks within it.
  MemoryWindow memory(Instant from, Instant to) const;

  // The mean of the samples in the window; the latest before its end where there is none.
  std::optional<double> gpu_percent(Instant from, Instant to) const;

  // Over the time between the samples that enclose the window, or between the two latest.
  std::optional<double> cpu_percent(Instant from, Instant to) const;

  void forget_before(Instant moment);

 private:
  Quantity cpu_busy_{series_key("cpu", "busy", std::nullopt, "s")};
  Quantity cpu_total_{series_key("cpu", "total", std::nullopt, "s")};
  Quantity gpu_percent_{series_key("gpu", "utilization", std::nullopt, "%")};
  Quantity used_{series_key("memory", "system_used", std::nullopt, "MB")};
  Quantity available_{series_key("memory", "system_available", std::nullopt, "MB")};
  Quantity engine_pss_{series_key("memory", "engine_pss", std::nullopt, "MB")};
  Quantity engine_rss_{series_key("memory", "engine_rss", std::nullopt, "MB")};
  Quantity engine_gpu_{series_key("memory", "engine_gpu", std::nullopt, "MB")};
};

}  // namespace sightmark
