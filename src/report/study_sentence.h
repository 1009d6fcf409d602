#pragma once

#include <string>
#include <vector>

#include "compare/comparison.h"
#include "study/study.h"

// What a study shows, in whole sentences. Names stand as the files have them: escape before
// showing.
namespace sightmark {

// The study in at most three sentences: who leads, by which metric with its interval, and whether
// the lead over the next one may be chance, for the first three of accuracy, generation speed,
// energy (of one power scope), latency and reliability that complete runs have.
std::vector<std::string> main_findings(const Study& study);

// What is known about load times.
std::string load_time_note(const Study& study);

// What each device's power covers, and how it was measured.
std::string power_note(const Study& study);

// A sentence for each run of which records or fields could not be used.
std::vector<std::string> reading_notes(const Study& study);

// What to choose, in a few sentences; `precisions` are its pairs compared.
std::vector<std::string> conclusions(const Study& study,
                                     const std::vector<PrecisionComparison>& precisions);

}  // namespace sightmark
