#pragma once

#include <string>
#include <vector>

#include "compare/comparison.h"
#include "study/study.h"

namespace sightmark {

// A run in fp16 and one in bf16 of the same model on the same device.
struct PrecisionRuns {
  std::string model, device;
  const RunMetrics *fp16, *bf16;  // of the study
};

// Of the complete runs; of several in both precisions the first with the first, the second with the
// second. By model and device, as the study orders them.
std::vector<PrecisionRuns> runs_in_both_precisions(const Study& study);

// What the two are compared by.
std::vector<const Metric*> precision_metrics();

// The two trial by trial: A is fp16.
struct PrecisionComparison {
  PrecisionRuns runs;
  Comparison comparison;
};

}  // namespace sightmark
