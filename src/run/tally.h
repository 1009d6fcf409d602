#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "record/run_summary.h"
#include "record/trial.h"

namespace sightmark {

// Seconds of the run's clock with at least one request under way, failed ones included.
double request_time_s(const std::vector<Trial>& trials);

// The part of a run's summary that follows from its trials, of `task_count` tasks an image in
// `elapsed_s` seconds of measuring.
RunSummary tally(const std::vector<Trial>& trials, std::size_t task_count, double elapsed_s);

// The energy of all trials; nothing where that of one is not known.
std::optional<double> total_energy_j(const std::vector<Trial>& trials);

}  // namespace sightmark
