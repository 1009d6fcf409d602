#include "findings/rating.h"

#include <algorithm>
#include <cmath>

#include "findings/ranking.h"

namespace sightmark {

std::optional<Rating> rating(const Study& study, const std::string& model, const Metric& metric) {
  std::vector<double> values;
  std::optional<double> best;
  for (const Configuration& configuration : measured_configurations(study)) {
    const auto value = configuration_value(study, configuration, metric);
    if (!value) continue;
    values.push_back(*value);
    if (configuration.model != model) continue;
    if (!best || is_better(metric, *value, *best)) best = value;
  }
  if (!best) return std::nullopt;

  const auto better_count = static_cast<std::size_t>(std::count_if(
      values.begin(), values.end(), [&](double value) { return is_better(metric, value, *best); }));
  const double position = values.size() == 1 ? 0
                                             : static_cast<double>(better_count) /
                                                   static_cast<double>(values.size() - 1);
  return Rating{.stars = static_cast<int>(std::lround(5 - 4 * position)),
                .rank = better_count + 1,
                .configuration_count = values.size()};
}

}  // namespace sightmark
