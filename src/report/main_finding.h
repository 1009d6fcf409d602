#pragma once

#include <string>
#include <vector>

#include "study/study.h"

namespace sightmark {

// The study in at most three sentences: who leads, by which figure with its interval, and whether
// the next one is told apart, for the first three of accuracy, generation speed, energy (of one
// power scope), latency and reliability that complete runs have.
std::vector<std::string> main_findings(const Study& study);

}  // namespace sightmark
