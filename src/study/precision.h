#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/study.h"

namespace sightmark {

// One model on one device in both precisions, by one metric.
struct PrecisionPair {
  std::string model, device;
  double fp16, bf16;  // means over the runs of each
};

// The (model, device) pairs with both fp16 and bf16 that have the metric (fp16 not 0) and may be
// compared by it (audit/comparable.h): a mean over different devices would compare the devices.
std::vector<PrecisionPair> precision_pairs(const Study& study, const Metric& metric);

// A model's mean over the devices of its pairs; nothing without a pair.
struct PrecisionMeans {
  double fp16, bf16;
};
std::optional<PrecisionMeans> precision_means(const std::vector<PrecisionPair>& pairs,
                                              const std::string& model);

}  // namespace sightmark
