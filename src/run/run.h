#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/expected.h"
#include "engine/engine.h"
#include "record/run_meta.h"
#include "record/run_summary.h"
#include "record/trial_log.h"
#include "run/load.h"
#include "telemetry/machine.h"
#include "telemetry/power_meter.h"

// The measuring half: asks a model about images and leaves a run directory.
namespace sightmark {

struct RunOptions {
  std::filesystem::path images;                                 // a folder or a manifest
  std::string suite = "five-task";                              // a name or a file
  std::size_t limit = std::numeric_limits<std::size_t>::max();  // images

  std::filesystem::path out = "results";
  std::string model_key;
  std::string device_name;  // empty: the name of this machine
  std::string dtype;        // if the engine reports none

  Load load;
  std::int64_t warmup = 5, repeats = 1, max_new_tokens = 128, seed = 0;
  std::chrono::milliseconds timeout{300'000};
  double cooldown_s = 0;          // after each trial; only if requests cannot overlap
  std::size_t max_failures = 20;  // in a row; 0: no limit

  double sample_hz = 10, idle_s = 5;
  Durability durability = Durability::Record;
  std::optional<std::filesystem::path> resume;  // the run to resume; empty: the last unfinished one
  bool is_engine_remote = false;                // then no power and memory is recorded
  std::string sightmark_version;
};

using MakeEngine =
    std::function<Expected<std::unique_ptr<Engine>>(const std::filesystem::path& log)>;

struct RunSources {
  MakeEngine make_engine;
  std::vector<std::unique_ptr<PowerMeter>> meters;
  SystemRoots roots;
};

struct RunProgress {
  std::string stage;  // "loading the engine: reading weights"
  std::size_t done_count = 0, total_count = 0, error_count = 0;  // trials; total 0: unknown
  std::optional<double> requests_per_s, left_s;
  std::optional<double> power_w, system_mb, engine_mb;
};
using ShowProgress = std::function<void(const RunProgress& progress)>;

// Why no more requests were sent.
enum class RunEnd { Complete, Interrupted, EngineDied, TooManyFailures };

struct RunOutcome {
  std::filesystem::path folder;
  RunEnd end = RunEnd::Complete;
  std::string reason;  // why it ended early
  std::size_t planned_count = 0;
  RunMeta meta;
  RunSummary summary;
  std::vector<std::string> warnings;
};

// Measures a run and keeps what was measured, whatever happens. Only a complete run gets a
// summary.json; any other can be resumed. Fails if it cannot start or a file cannot be written.
Expected<RunOutcome> run(const RunOptions& options, RunSources sources, const ShowProgress& show,
                         const std::stop_token& stop);

}  // namespace sightmark
