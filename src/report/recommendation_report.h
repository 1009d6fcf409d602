#pragma once

#include <optional>
#include <string>
#include <vector>

#include "metric/cost.h"
#include "study/study.h"
#include "study/use_case.h"

namespace sightmark {

// A recommendation and what it rests on.
struct RecommendationReport {
  const Study& study;
  const Recommendation& made;
  std::optional<Price> price;     // of electricity
  std::vector<LeftOut> left_out;  // runs that could not be candidates
};

// For a terminal, without control characters.
std::string to_text(const RecommendationReport& report);

// For a program (docs/metrics.md, "Recommending").
std::string to_json(const RecommendationReport& report);

// The metrics to decide by: p90 of latency, success rate, accuracy, memory, power, energy, answers,
// battery life and, where there is a price, cost.
std::vector<Metric> deciding_metrics(const std::optional<Price>& price);

}  // namespace sightmark
