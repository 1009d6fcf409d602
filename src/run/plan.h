#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/expected.h"
#include "run/run.h"
#include "suite/image_set.h"
#include "suite/suite.h"

namespace sightmark {

// One question about one image.
struct PlannedTrial {
  std::size_t image_index, task_index;
  std::int64_t repeat_index;  // from 0

  bool operator==(const PlannedTrial&) const = default;
};

// Every task of every image, `repeats` times, in an order that the seed decides, so that drift over
// a run affects all images and tasks alike.
std::vector<PlannedTrial> make_plan(std::size_t image_count, std::size_t task_count,
                                    std::int64_t repeats, std::uint64_t seed);

// Seconds between the arrivals of `count` requests at `rate` a second: exponentially distributed,
// so that the arrivals are a Poisson process.
std::vector<double> arrival_gaps_s(std::size_t count, double rate, std::uint64_t seed);

// All questions of a run.
struct Questions {
  Suite suite;
  ImageSet images;
  std::vector<std::string> image_paths;  // as recorded: below the folder of the set
  std::vector<PlannedTrial> plan;
};

Expected<Questions> load_questions(const RunOptions& options);

// The run's metadata, as far as it is known before the engine is loaded.
RunMeta describe(const RunOptions& options, const Questions& questions, const RunSources& sources);

}  // namespace sightmark
