#pragma once

#include <optional>
#include <string>
#include <vector>

#include "telemetry/load.h"
#include "telemetry/memory.h"
#include "telemetry/sampler.h"
#include "telemetry/series.h"
#include "telemetry/telemetry_log.h"

namespace sightmark {

struct LoadSample {
  std::optional<CpuTime> cpu;
  std::optional<double> gpu_percent;
};

struct MemorySample {
  std::optional<SystemMemory> system;
  std::optional<ProcessMemory> engine;
  std::vector<std::optional<double>> gpu_mb;  // of the engine's processes, for each meter
};

// Memory and load over time.
class SystemTrack {
 public:
  void add(Instant moment, const LoadSample& sample, TelemetryRows& rows);
  void add(Instant moment, const MemorySample& sample, TelemetryRows& rows);

  // The latest figures at the window's end, and the peaks within it.
  MemoryWindow memory(Instant from, Instant to) const;

  // The mean of the samples in the window; the latest before its end where there is none.
  std::optional<double> gpu_percent(Instant from, Instant to) const;

  // Over the time between the samples that enclose the window, or between the two latest.
  std::optional<double> cpu_percent(Instant from, Instant to) const;

  void forget_before(Instant moment);

 private:
  // One quantity, with its name in telemetry.csv.
  struct Quantity {
    std::string key;
    Series values{1 << 20};  // a day at 10 samples a second

    void add(Instant moment, std::optional<double> value, TelemetryRows& rows);
    std::optional<double> latest(Instant to) const;
    std::optional<double> peak(Instant from, Instant to) const;
  };

  Quantity cpu_busy_{TelemetryRows::series_key("cpu", "busy", std::nullopt, "s")};
  Quantity cpu_total_{TelemetryRows::series_key("cpu", "total", std::nullopt, "s")};
  Quantity gpu_percent_{TelemetryRows::series_key("gpu", "utilization", std::nullopt, "%")};
  Quantity used_{TelemetryRows::series_key("memory", "system_used", std::nullopt, "MB")};
  Quantity available_{TelemetryRows::series_key("memory", "system_available", std::nullopt, "MB")};
  Quantity engine_pss_{TelemetryRows::series_key("memory", "engine_pss", std::nullopt, "MB")};
  Quantity engine_rss_{TelemetryRows::series_key("memory", "engine_rss", std::nullopt, "MB")};
  Quantity engine_gpu_{TelemetryRows::series_key("memory", "engine_gpu", std::nullopt, "MB")};
};

}  // namespace sightmark
