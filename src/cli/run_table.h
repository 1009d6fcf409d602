#pragma once

#include <string>

#include "run/run.h"

namespace sightmark {

// What was measured, for a person: a line for each value, with its unit. Unknown values are left
// out.
std::string run_table(const RunOutcome& outcome);

}  // namespace sightmark
