#pragma once

#include <vector>

#include "analyze/progress.h"
#include "base/expected.h"
#include "compare/precision_comparison.h"
#include "record/run.h"

namespace sightmark {

// The study's pairs of precisions, compared trial by trial. Their trials are read once more: those
// of thousands of runs, kept since they were measured, would fill the memory. folders[i] is that of
// study.runs[i]. Fails where a run can no longer be read.
Expected<std::vector<PrecisionComparison>> compared_precisions(
    const Study& study, const std::vector<RunFolder>& folders, std::size_t job_count,
    const Progress& progress);

}  // namespace sightmark
