#pragma once

#include <optional>

#include "findings/study.h"

namespace sightmark {

// How a model stands among all configurations by one metric.
struct Rating {
  int stars;         // 5 best to 1
  std::size_t rank;  // of the model's best configuration, from 1; ties share the better
  std::size_t configuration_count;  // that have the metric
};

// Linear in the rank: 5 - 4 (rank - 1) / (count - 1), rounded; 5 where there is one configuration.
// Nothing where no configuration of the model has the metric.
std::optional<Rating> rating(const Study& study, const std::string& model, const Metric& metric);

}  // namespace sightmark
