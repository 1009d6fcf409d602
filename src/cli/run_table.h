#pragma once

#include <string>

#include "run/run.h"

namespace sightmark {

// What was measured, for a person: a line a figure, with its unit. Unknown figures are left out.
std::string run_table(const RunOutcome& outcome);

}  // namespace sightmark
