#pragma once

#include "metric/primary.h"
#include "metric/resampling.h"

namespace sightmark {

// What a trial took: as recorded, else its power times its latency.
std::optional<double> trial_energy_j(const Trial& trial);

// From the trials where they have an energy each, else from the summary. `finished` are the
// finished_images (speed.h), `scope` is the run's.
EnergyUse energy_use(const Run& run, const Resampling& resampling, const Column& finished,
                     PowerScope scope);

}  // namespace sightmark
