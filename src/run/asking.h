#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "record/trial.h"
#include "run/load.h"
#include "run/plan.h"
#include "run/run_clock.h"
#include "suite/image_set.h"
#include "suite/suite.h"
#include "telemetry/sampler.h"

namespace sightmark {

// Who is asked what, and how; refers to what must outlive it.
struct Asking {
  Engine& engine;
  Sampler& sampler;
  const ImageSet& images;
  const std::vector<std::string>& image_paths;  // as recorded: paths_in_set(images)
  const Suite& suite;
  const std::vector<PlannedTrial>& plan;
  std::int64_t max_new_tokens, seed;
  std::chrono::milliseconds timeout;
  bool may_overlap, is_elsewhere;
};

// The path of each image below the folder (of the manifest); of one that lies elsewhere, its name.
std::vector<std::string> paths_in_set(const ImageSet& images);

// Asks what one turn is about, at its time, and tells all that was seen of it. Nothing where it was
// stopped before its answer was complete. The image is read before, and its time counts nowhere.
std::optional<Trial> ask(const Asking& asking, const Turn& turn, const RunClock& clock,
                         const std::stop_token& stop);

}  // namespace sightmark
