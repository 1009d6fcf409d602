#pragma once

#include <string>

#include "study/study.h"

namespace sightmark {

// What the power of each device covers, as "Alder: the GPU board; Birch: the GPU rail alone"; empty
// where no complete run has any. Energies of different scopes are not comparable.
std::string power_coverage(const Study& study);

}  // namespace sightmark
