#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/standing.h"

namespace sightmark {

// The rank of a model among the configurations that may be compared by one metric.
struct Rating {
  int stars;         // 5 best to 1
  std::size_t rank;  // of the model's best configuration, from 1; ties share the better
  std::size_t configuration_count;  // in the standings
};

// Linear in the rank: 5 - 4 (rank - 1) / (count - 1), rounded; 5 where there is one configuration.
// Nothing where the standings have no configuration of the model.
std::optional<Rating> rating(const std::vector<Standing>& standings, const std::string& model,
                             const Metric& metric);

}  // namespace sightmark
