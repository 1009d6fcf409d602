#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>

#include "base/expected.h"
#include "engine/engine.h"
#include "run/request.h"
#include "run/run.h"
#include "run/run_directory.h"
#include "telemetry/sampler.h"

// The steps before the first measured trial.
namespace sightmark {

// Records in `run` the power of the idle device, if power is measured. Call it before the engine
// starts.
void measure_idle(double duration_s, Sampler& sampler, RunMeta& run, const ShowProgress& show,
                  const std::stop_token& stop);

// Starts the engine and records its description in `run`, and its load time if it runs on this
// machine.
Expected<std::unique_ptr<Engine>> load_engine(const RunOptions& options,
                                              const MakeEngine& make_engine,
                                              const std::filesystem::path& folder, RunMeta& run,
                                              const ShowProgress& show,
                                              const std::stop_token& stop);

// Asks the first question and records its latency in `run`.
Expected<RunEnd> ask_first(const RunContext& context, RunDirectory& directory, RunMeta& run);

// Asks the warm-up questions, which no metric counts.
Expected<RunEnd> warm_up(const RunContext& context, RunDirectory& directory);

// Writes run_meta.json. In a resumed run it only adds the interruption to the file.
Expected<void> write_run_meta(const RunDirectory& directory, const RunMeta& run);

}  // namespace sightmark
