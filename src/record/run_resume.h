#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

// Going on with a run that ended before its time.
namespace sightmark {

// A run that ended before its time and was resumed.
struct Interruption {
  std::string timestamp;              // of the resume, local time
  std::string telemetry_began;        // as in RunDescription, from then on
  std::int64_t done_trial_count;      // by then
  std::optional<double> load_time_s;  // of the engine, again
};

// A setting that is not what it was; values are JSON.
struct Difference {
  std::string field, then, now;
};

// In which settings that decide the numbers two run_meta.json differ; a text that `now` leaves
// empty is not known yet, and not compared. Fails where `then` is not one.
Expected<std::vector<Difference>> differences(std::string_view then, std::string_view now);

// The same document with one more interruption.
Expected<std::string> with_interruption(std::string_view run_meta,
                                        const Interruption& interruption);

}  // namespace sightmark
