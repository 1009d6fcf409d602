#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "record/run_summary.h"
#include "record/trial.h"

namespace sightmark {

// Seconds with at least one request in flight, failed requests included.
double request_time_s(const std::vector<Trial>& trials);

// The part of a run's summary that follows from its trials; `task_count` is per image.
RunSummary tally(const std::vector<Trial>& trials, std::size_t task_count, double elapsed_s);

// The energy of all trials; no value if that of one is unknown.
std::optional<double> total_energy_j(const std::vector<Trial>& trials);

// The run clock at the end of the last answer; 0 without trials.
double last_end_s(const std::vector<Trial>& trials);

}  // namespace sightmark
