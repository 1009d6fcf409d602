#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/ranking.h"

namespace sightmark {

// The best of a study by a primary metric.
struct TitleHolder {
  std::string title;   // "Most power-efficient"
  std::string within;  // as of the ComparableGroup; may be empty
  Metric metric;
  Champion champion;
  std::optional<ReferenceView> reference;  // where the reference study ranked by another metric
};

// The six titles of the study, over its complete runs. A title without a candidate is left out; a
// title has a holder for each group of runs that may be compared by it, the largest first.
std::vector<TitleHolder> title_holders(const Study& study);

}  // namespace sightmark
