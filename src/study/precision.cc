#include "study/precision.h"

#include "audit/comparable.h"

namespace sightmark {

std::vector<PrecisionPair> precision_pairs(const Study& study, const Metric& metric) {
  std::vector<PrecisionPair> pairs;
  for (const std::string& model : study.models) {
    for (const std::string& device : study.devices) {
      const auto fp16 = configuration_value(study, {model, device, "fp16"}, metric);
      const auto bf16 = configuration_value(study, {model, device, "bf16"}, metric);
      if (!fp16 || !bf16 || *fp16 == 0) continue;
      RunPointers both = runs_of(study, {model, device, "fp16"});
      const RunPointers others = runs_of(study, {model, device, "bf16"});
      both.insert(both.end(), others.begin(), others.end());
      if (are_comparable(both, metric)) pairs.push_back({model, device, *fp16, *bf16});
    }
  }
  return pairs;
}

std::optional<PrecisionMeans> precision_means(const std::vector<PrecisionPair>& pairs,
                                              const std::string& model) {
  std::vector<double> fp16, bf16;
  for (const PrecisionPair& pair : pairs) {
    if (pair.model != model) continue;
    fp16.push_back(pair.fp16);
    bf16.push_back(pair.bf16);
  }
  if (fp16.empty()) return std::nullopt;
  return PrecisionMeans{*mean(fp16), *mean(bf16)};
}

}  // namespace sightmark
