#pragma once

#include <optional>
#include <string>
#include <vector>

#include "metric/cost.h"
#include "study/left_out.h"
#include "study/use_case.h"

namespace sightmark {

// A recommendation with all that it rests on.
struct RecommendationReport {
  const Study& study;
  const Recommendation& made;
  std::optional<Price> price;     // of electricity
  std::vector<LeftOut> left_out;  // runs that could not be candidates
};

// For a terminal: harmless there.
std::string to_text(const RecommendationReport& report);

// For a program (docs/metrics.md, "Recommending").
std::string to_json(const RecommendationReport& report);

// What a reader decides by, of a run that has it: its p90, success rate, memory, power, and what it
// comes to in answers, batteries and, where there is a price, money.
std::vector<Metric> deciding_metrics(const std::optional<Price>& price);

}  // namespace sightmark
