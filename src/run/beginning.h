#pragma once

#include <memory>
#include <optional>
#include <stop_token>

#include "base/expected.h"
#include "engine/engine.h"
#include "run/asking.h"
#include "run/phase.h"
#include "run/run.h"
#include "run/run_place.h"
#include "telemetry/sampler.h"

// What comes before the first trial that counts.
namespace sightmark {

// Adds to `run` what the device draws before the engine is started, where power is measured.
void measure_idle(double duration_s, Sampler& sampler, RunMeta& run, const ShowProgress& show,
                  const std::stop_token& stop);

// Starts the engine and adds to `run` what it is and, where it runs here, how long it took to be
// ready.
Expected<std::unique_ptr<Engine>> load_engine(const RunOptions& options,
                                              const MakeEngine& make_engine,
                                              const std::filesystem::path& folder, RunMeta& run,
                                              const ShowProgress& show,
                                              const std::stop_token& stop);

// Asks the first question and adds to `run` how its answer came.
Expected<RunEnd> ask_first(const Asking& asking, RunPlace& place, RunMeta& run,
                           const ShowProgress& show, const std::stop_token& stop);

// Asks `options.warmup` questions that do not count.
Expected<RunEnd> warm_up(const RunOptions& options, const Asking& asking, RunPlace& place,
                         const ShowProgress& show, const std::stop_token& stop);

// Writes run_meta.json, or notes the interruption in that of a resumed run.
Expected<void> write_run_meta(const RunPlace& place, const RunMeta& run);

}  // namespace sightmark
