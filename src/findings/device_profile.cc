#include "findings/device_profile.h"

#include <algorithm>
#include <vector>

#include "findings/ranking.h"

namespace sightmark {
namespace {

PowerScope power_scope(const Study& study, const Configuration& configuration) {
  const RunPointers runs = runs_of(study, configuration);
  return runs.empty() ? PowerScope::Unknown : runs.front()->conditions.power_scope;
}

// The metric on the other devices that hold this model and dtype; energy only of the same power
// scope.
std::vector<double> values_elsewhere(const Study& study, Configuration configuration,
                                     const Metric& metric) {
  std::vector<double> values;
  const std::string own_device = configuration.device;
  const PowerScope own_scope = power_scope(study, configuration);
  for (const std::string& device : study.devices) {
    if (device == own_device) continue;
    configuration.device = device;
    const bool is_comparable =
        own_scope != PowerScope::Unknown && power_scope(study, configuration) == own_scope;
    if (metric.depends_on_power_scope && !is_comparable) continue;
    if (const auto value = configuration_value(study, configuration, metric)) {
      values.push_back(*value);
    }
  }
  return values;
}

DeviceStanding standing(const Study& study, const std::string& device, const Metric& metric) {
  DeviceStanding result{.metric = metric, .shared_count = 0, .first_count = 0, .last_count = 0};
  for (const std::string& model : study.models) {
    for (const std::string& dtype : study.dtypes) {
      const Configuration configuration{model, device, dtype};
      const auto own = configuration_value(study, configuration, metric);
      const std::vector<double> others = values_elsewhere(study, configuration, metric);
      if (!own || others.empty()) continue;
      ++result.shared_count;
      result.first_count += std::all_of(others.begin(), others.end(), [&](double other) {
        return is_better(metric, *own, other);
      });
      result.last_count += std::all_of(others.begin(), others.end(), [&](double other) {
        return is_better(metric, other, *own);
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
