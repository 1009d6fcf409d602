#include "findings/precision_comparison.h"

#include <algorithm>

namespace sightmark {
namespace {

RunPointers runs_with_trials(const Study& study, const Configuration& configuration) {
  RunPointers runs = runs_of(study, configuration);
  std::erase_if(runs, [](const RunMetrics* run) { return !run->trials; });
  return runs;
}

}  // namespace

std::vector<PrecisionComparison> precision_comparisons(const Study& study) {
  std::vector<PrecisionComparison> made;
  for (const std::string& model : study.models) {
    for (const std::string& device : study.devices) {
      const RunPointers fp16 = runs_with_trials(study, {model, device, "fp16"});
      const RunPointers bf16 = runs_with_trials(study, {model, device, "bf16"});
      for (std::size_t i = 0; i < std::min(fp16.size(), bf16.size()); ++i) {
        made.push_back({model, device, fp16[i], bf16[i], comparison(*fp16[i], *bf16[i])});
      }
    }
  }
  return made;
}

}  // namespace sightmark
