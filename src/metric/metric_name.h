#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metric/metric.h"

namespace sightmark {

// Metrics that a command line may name, by what runs.csv calls them without their unit.
struct NamedMetric {
  std::string name;  // "energy_per_inference"
  Metric metric;
};

const std::vector<NamedMetric>& named_metrics();

// Nothing for any other name.
std::optional<Metric> metric_of_name(std::string_view name);

}  // namespace sightmark
