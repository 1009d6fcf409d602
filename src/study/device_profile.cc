#include "study/device_profile.h"

#include <algorithm>
#include <vector>

#include "audit/audit.h"
#include "study/ranking.h"

namespace sightmark {
namespace {

// The metric on the other devices that hold this model and dtype, where the runs may be compared.
std::vector<double> values_elsewhere(const Study& study, Configuration configuration,
                                     const Metric& metric) {
  std::vector<double> values;
  const std::string this_device = configuration.device;
  const RunPointers here = runs_of(study, configuration);
  for (const std::string& device : study.devices) {
    if (device == this_device) continue;
    configuration.device = device;
    const auto value = configuration_value(study, configuration, metric);
    if (!value) continue;
    RunPointers both = runs_of(study, configuration);
    both.insert(both.end(), here.begin(), here.end());
    if (are_comparable(both, metric)) values.push_back(*value);
  }
  return values;
}

DeviceStanding standing(const Study& study, const std::string& device, const Metric& metric) {
  DeviceStanding result{.metric = metric, .shared_count = 0, .first_count = 0, .last_count = 0};
  for (const std::string& model : study.models) {
    for (const std::string& dtype : study.dtypes) {
      const Configuration configuration{model, device, dtype};
      const auto value = configuration_value(study, configuration, metric);
      if (!value) continue;
      const std::vector<double> others = values_elsewhere(study, configuration, metric);
      if (others.empty()) continue;
      ++result.shared_count;
      result.first_count += std::all_of(others.begin(), others.end(), [&](double other) {
        return is_better(metric, *value, other);
      });
      result.last_count += std::all_of(others.begin(), others.end(), [&](double other) {
        return is_better(metric, other, *value);
      });
    }
  }
  return result;
}

}  // namespace

std::vector<DeviceStanding> device_standings(const Study& study, const std::string& device) {
  std::vector<DeviceStanding> standings;
  for (const Metric& metric : {latency_p90(), generated_tokens_per_second(), energy_per_inference(),
                               energy_per_generated_token(), latency_variation(), success_rate()}) {
    DeviceStanding result = standing(study, device, metric);
    if (result.shared_count > 0) standings.push_back(std::move(result));
  }
  return standings;
}

}  // namespace sightmark
