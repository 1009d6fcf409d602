#pragma once

#include <string>
#include <vector>

#include "findings/comparison.h"
#include "findings/study.h"

namespace sightmark {

// A run in fp16 and one in bf16 of the same model on the same device, trial by trial: A is fp16.
struct PrecisionComparison {
  std::string model, device;
  const RunMetrics *fp16, *bf16;
  Comparison comparison;
};

// Of the complete runs whose trials were kept; of several runs in both precisions the first with
// the first, the second with the second. By model and device, as the study orders them.
std::vector<PrecisionComparison> precision_comparisons(const Study& study);

}  // namespace sightmark
