#pragma once

#include <vector>

#include "chart/chart.h"
#include "compare/precision_comparison.h"

namespace sightmark {

// By how much bf16 differs from fp16, a row for each pair of runs. A metric of which no pair has a
// change has no column.
Chart precision_forest(const Study& study, const std::vector<PrecisionComparison>& precisions);

}  // namespace sightmark
