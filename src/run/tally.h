#pragma once

#include <cstddef>
#include <vector>

#include "record/run_figures.h"
#include "record/trial_figures.h"

namespace sightmark {

// Seconds of the run's clock with at least one request under way, failed ones included.
double request_time_s(const std::vector<TrialFigures>& trials);

// The part of a run's figures that its trials tell, of `task_count` tasks an image in `elapsed_s`
// seconds of measuring.
RunFigures tally(const std::vector<TrialFigures>& trials, std::size_t task_count, double elapsed_s);

// The energy of all trials; nothing where one of them does not tell its own.
std::optional<double> total_energy_j(const std::vector<TrialFigures>& trials);

}  // namespace sightmark
