#include "compare/precision_comparison.h"

#include <algorithm>

namespace sightmark {

std::vector<const Metric*> precision_metrics() {
  std::vector<const Metric*> metrics;
  for (const char* key : {"latency_mean", "latency_p90", "generated_tokens_per_s",
                          "generated_tokens", "energy_per_inference", "accuracy", "success"}) {
    metrics.push_back(find_metric(key));
  }
  return metrics;
}

std::vector<PrecisionRuns> runs_in_both_precisions(const Study& study) {
  std::vector<PrecisionRuns> pairs;
  for (const std::string& model : study.models) {
    for (const std::string& device : study.devices) {
      const RunPointers fp16 = runs_of(study, {model, device, "fp16"});
      const RunPointers bf16 = runs_of(study, {model, device, "bf16"});
      for (std::size_t i = 0; i < std::min(fp16.size(), bf16.size()); ++i) {
        pairs.push_back({model, device, fp16[i], bf16[i]});
      }
    }
  }
  return pairs;
}

}  // namespace sightmark
