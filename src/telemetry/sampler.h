#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "record/power_scope.h"
#include "telemetry/power_meter.h"

namespace sightmark {

// One rail of one source over a window of time.
struct RailWindow {
  std::string source, rail;
  PowerScope scope;
  std::optional<double> mean_w, peak_w, min_w;
  std::optional<double> energy_j;          // trapezoids; by the rules of docs/power.md
  std::optional<double> counter_energy_j;  // by the source's counter, where it has one
  std::size_t sample_count = 0;
};

// Memory: the latest value and the peak of a window. Megabytes are of 2^20 bytes.
struct MemoryWindow {
  std::optional<double> system_used_mb, system_available_mb, system_peak_mb;
  std::optional<double> engine_mb, engine_peak_mb;  // PSS of its processes, or RSS without PSS
  std::optional<double> gpu_mb, gpu_peak_mb;        // of the engine's processes on the GPU
};

struct TelemetryWindow {
  std::vector<RailWindow> rails;
  MemoryWindow memory;
  std::optional<double> gpu_utilization_percent;  // mean
  std::optional<double> cpu_percent;              // whole system, mean
};

struct SamplerOptions {
  double sample_hz = 10;
  std::filesystem::path proc_root = "/proc";
  std::filesystem::path csv;  // every sample is appended there; empty: nowhere
};

// Reads every source on one thread at a steady rate, and keeps what windows need. All calls may
// come from any thread.
class Sampler {
 public:
  // Starts sampling. Fails where the rate is not in 1 to 1000 or the CSV file cannot be written.
  static Expected<std::unique_ptr<Sampler>> start(Meters meters, const SamplerOptions& options);
  ~Sampler();

  // Whose memory to read, with all their children.
  void watch(std::vector<pid_t> processes);

  // Takes one power sample now, so that a window that ends now is complete. Memory is not read
  // anew.
  void sample_now();

  TelemetryWindow window(Instant from, Instant to) const;

  // Forgets samples before `moment`; windows from then on stay whole.
  void forget_before(Instant moment);

  // Processor time of the sampling thread, in percent of one core since the start.
  double cpu_percent() const;

  // Why telemetry.csv could not be written; nothing while all went well.
  std::optional<std::string> problem() const;

 private:
  struct State;
  explicit Sampler(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sightmark
