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
#include "run/phase.h"
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
  std::string device_name;  // empty: the machine's own
  std::string dtype;        // where the engine tells none

  Load load;
  std::int64_t warmup = 5, repeats = 1, max_new_tokens = 128, seed = 0;
  std::chrono::milliseconds timeout{300'000};
  double cooldown_s = 0;          // after each trial; not where requests overlap
  std::size_t max_failures = 20;  // in a row; 0: any number

  double sample_hz = 10, idle_s = 5;
  Durability durability = Durability::Record;
  std::optional<std::filesystem::path> resume;  // the run to go on with; empty: the last such one
  bool is_engine_elsewhere = false;  // on another machine: nothing of this one is told of trials
  std::string sightmark_version;
};

using MakeEngine =
    std::function<Expected<std::unique_ptr<Engine>>(const std::filesystem::path& log)>;

struct RunSources {
  MakeEngine make_engine;
  std::vector<std::unique_ptr<PowerMeter>> meters;
  SystemRoots roots;
};

// How far it is.
struct RunProgress {
  std::string stage;  // "loading the engine: reading weights"
  std::size_t done_count = 0, total_count = 0, error_count = 0;  // trials; no total: no such count
  std::optional<double> requests_per_s, left_s;
  std::optional<double> power_w, system_mb, engine_mb;
};
using ShowProgress = std::function<void(const RunProgress& progress)>;

struct RunOutcome {
  std::filesystem::path folder;
  RunEnd end = RunEnd::Complete;
  std::string reason;  // of an end before the last trial
  std::size_t planned_count = 0;
  RunMeta meta;
  RunSummary summary;
  std::vector<std::string> warnings;
};

// Measures, and keeps what was measured whatever happens. Only a run in which every trial was asked
// gets a summary.json; any other can be resumed. Fails where it cannot begin, or a file cannot be
// written.
Expected<RunOutcome> run(const RunOptions& options, RunSources sources, const ShowProgress& show,
                         const std::stop_token& stop);

}  // namespace sightmark
