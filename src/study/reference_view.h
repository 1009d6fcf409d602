#pragma once

#include <optional>
#include <string>

#include "study/ranking.h"

namespace sightmark {

// The champion by the reference study's metric, beside one by a primary metric.
struct ReferenceView {
  Metric metric;
  Champion champion;
  bool agrees;         // it names one of the same runs
  std::string reason;  // why it does not, as a clause with its numbers; empty where none is known
};

// Over the same runs. Nothing where none of them has the reference metric.
std::optional<ReferenceView> reference_view(const RunPointers& runs, const Champion& primary,
                                            const Metric& reference);

}  // namespace sightmark
